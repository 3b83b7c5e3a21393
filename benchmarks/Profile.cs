using System.Globalization;
using RefCnn.Accelerate;
using RefCnn.Core;
using RefCnn.Networks;

namespace RefCnn.Benchmarks;

/// <summary>Where the time of one network goes, by node.</summary>
internal static class Profile
{
    private const int Runs = 5;

    /// <summary>Prints the slowest nodes, with the rate of those that multiply.</summary>
    /// <param name="network">The network.</param>
    /// <param name="forced">What is forced on our engine.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="to">Where to print.</param>
    public static void Print(Network network, AccelerateOptions forced, int threads, TextWriter to)
    {
        using ICompiledNetwork compiled = new AccelerateBackend(forced).Compile(network, new CompileOptions(threads));
        IReadOnlyDictionary<string, Tensor<float>> inputs = SeededInputs.Of(network);
        compiled.Run(inputs);
        compiled.Run(inputs);
        var least = new Dictionary<string, double>();
        for (int run = 0; run < Runs; run++) compiled.Run(inputs, new RunOptions(new NodeClock(least)));

        double total = least.Values.Sum();
        foreach ((string name, double milliseconds) in least.OrderByDescending(node => node.Value).Take(25))
        {
            int index = network.IndexOf(name);
            Node node = network.Nodes[index];
            string output = network.Shapes[index].ToString();
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {milliseconds,8:F3} ms {milliseconds / total,6:P1}  {name} ({node.Layer.Kind}) {output}"));
        }
    }

    private sealed class NodeClock(Dictionary<string, double> least) : IProgress<RunProgress>
    {
        private long last = System.Diagnostics.Stopwatch.GetTimestamp();

        public void Report(RunProgress value)
        {
            double milliseconds = System.Diagnostics.Stopwatch.GetElapsedTime(last).TotalMilliseconds;
            least[value.Node] = Math.Min(milliseconds, least.GetValueOrDefault(value.Node, double.MaxValue));
            last = System.Diagnostics.Stopwatch.GetTimestamp();
        }
    }
}
