using System.Collections.Immutable;
using System.Diagnostics;
using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Core;
using RefCnn.Networks;

namespace RefCnn.Cli;

/// <summary>The networks of the zoo with their frozen vectors.</summary>
/// <param name="directory">The directory of the vectors.</param>
internal sealed class NetworkCases(string directory)
{
    /// <summary>A network of at most so many multiply-accumulates is quick: about two seconds on the reference.</summary>
    private const long Quick = 1_250_000_000;

    /// <summary>The networks to verify.</summary>
    /// <param name="scope">Says whether all of them or the quick ones.</param>
    /// <param name="names">Only these; none for all.</param>
    /// <exception cref="RefCnnException">A network has no vector.</exception>
    public ImmutableArray<ZooNetwork> Select(VerificationScope scope, ImmutableArray<string> names)
    {
        if (scope.HasFlag(VerificationScope.Networks))
        {
            ImmutableArray<ZooNetwork> chosen = names.IsEmpty ? Zoo.All : [.. names.Distinct().Select(Zoo.Find)];
            foreach (ZooNetwork network in chosen.Where(network => !NetworkVectorFiles.Exist(directory, network.Name)))
                throw new RefCnnException($"{directory}: network '{network.Name}' has no vector; make it with `refcnn vectors rebuild --networks {network.Name}`");
            return chosen;
        }

        return scope.HasFlag(VerificationScope.QuickNetworks)
            ? [.. Zoo.All.Where(network => NetworkVectorFiles.Exist(directory, network.Name) && NetworkVectorFiles.Read(directory, network.Name).MultiplyAccumulates <= Quick)]
            : [];
    }

    /// <summary>Verifies one network on one backend.</summary>
    /// <param name="zoo">The network.</param>
    /// <param name="backend">The backend.</param>
    /// <param name="options">Threads.</param>
    /// <param name="progress">Told after each node.</param>
    /// <param name="cancellation">Gives up.</param>
    public CaseResult Verify(ZooNetwork zoo, IBackend backend, CompileOptions options, IProgress<RunProgress> progress, CancellationToken cancellation)
    {
        NetworkVector vector = NetworkVectorFiles.Read(directory, zoo.Name);
        Network network = zoo.Build();
        return NetworkVerifier.Verify(network, vector, SeededInputs.Of(network), backend, options, progress, cancellation);
    }

    /// <summary>Certifies one network on one backend, layer by layer.</summary>
    /// <param name="zoo">The network.</param>
    /// <param name="backend">The backend.</param>
    /// <param name="options">Threads.</param>
    /// <param name="sample">Which channels are judged; null for all.</param>
    /// <param name="reproduce">The folder in which the first layer that fails is written to a folder of the network's name.</param>
    /// <param name="progress">Told after each node.</param>
    /// <param name="cancellation">Gives up.</param>
    public static CaseResult Certify(ZooNetwork zoo, IBackend backend, CompileOptions options, ChannelSample? sample, string reproduce, IProgress<RunProgress> progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        Network network = zoo.Build();
        NetworkCertificate certificate = new NetworkCertifier(backend, options) { Sample = sample, Reproduction = new ReproductionFolder(Path.Combine(reproduce, zoo.Name)) }.Certify(network, SeededInputs.Of(network), progress, cancellation);
        return new CaseResult(
            $"{NetworkCertificate.Kind}/{zoo.Name}", NetworkCertificate.Kind, backend.Name, certificate.Verdict, certificate.Margin, clock.Elapsed.TotalMilliseconds, certificate.Message)
        { Layers = certificate.Layers };
    }
}
