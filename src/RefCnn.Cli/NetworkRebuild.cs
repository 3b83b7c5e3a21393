using RefCnn.Conformance.Networks;
using RefCnn.Core;
using RefCnn.Networks;

namespace RefCnn.Cli;

/// <summary>Computes network vectors afresh on the reference.</summary>
/// <param name="directory">The directory of the vectors.</param>
/// <param name="check">Write nothing.</param>
/// <param name="threads">How many threads to use; 0 for all processors.</param>
internal sealed class NetworkRebuild(string directory, bool check, int threads)
{
    /// <summary>Rebuilds, one network at a time, each written as soon as it is done. Returns whether nothing is left to decide on.</summary>
    /// <param name="terminal">Where differences and progress go.</param>
    /// <param name="names">Only these networks; none for all.</param>
    /// <param name="cancellation">Gives up.</param>
    public bool Run(Terminal terminal, string[] names, CancellationToken cancellation)
    {
        ZooNetwork[] networks = [.. names.Length == 0 ? Zoo.All : names.Distinct().Select(Zoo.Find)];
        int differing = 0;
        for (int i = 0; i < networks.Length; i++)
        {
            ZooNetwork zoo = networks[i];
            NetworkVector rebuilt = Make(terminal, zoo, i, networks.Length, cancellation);
            string[] differences = NetworkVectorFiles.Exist(directory, zoo.Name)
                ? [.. NetworkVectorComparison.Differences(NetworkVectorFiles.Read(directory, zoo.Name), rebuilt)]
                : ["has no vector yet"];
            foreach (string difference in differences.Take(3)) terminal.WriteLine($"{zoo.Name}: {difference}{(check ? "" : " (written)")}");
            if (differences.Length > 3) terminal.WriteLine($"{zoo.Name}: and {differences.Length - 3} more differences");
            if (differences.Length == 0) terminal.WriteLine($"{zoo.Name}: agrees with its vector");
            else differing++;
            if (differences.Length > 0 && !check) NetworkVectorFiles.Write(directory, rebuilt);
        }

        terminal.WriteLine($"{networks.Length} networks, {differing} differ, {(check ? 0 : differing)} written");
        return differing == 0 || !check;
    }

    private NetworkVector Make(Terminal terminal, ZooNetwork zoo, int index, int count, CancellationToken cancellation)
    {
        using var status = new StatusLine(terminal);
        var progress = new NodeProgress(status, index, count, zoo.Name);
        Network network = zoo.Build();
        return new NetworkVectorMaker(network, zoo.Source).Make(SeededInputs.Of(network), threads, progress, cancellation);
    }
}
