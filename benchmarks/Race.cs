using System.Diagnostics;
using RefCnn.Core;
using RefCnn.Networks;
using RefCnn.Peers.OnnxRuntime;

namespace RefCnn.Benchmarks;

/// <summary>Two engines on one network, run in turn: whatever else the machine does, it does to both.</summary>
internal static class Race
{
    private const int WarmUps = 3, LeastPairs = 20;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>Races.</summary>
    /// <param name="network">The network.</param>
    /// <param name="engine">Our engine.</param>
    /// <param name="threads">Threads of both engines.</param>
    public static RaceResult Run(Network network, IBackend engine, int threads)
    {
        var options = new CompileOptions(threads);
        IReadOnlyDictionary<string, Tensor<float>> inputs = SeededInputs.Of(network);
        var compile = Stopwatch.StartNew();
        using ICompiledNetwork ours = engine.Compile(network, options);
        double compileMs = compile.Elapsed.TotalMilliseconds;
        using OnnxRuntimeNetwork peer = new OnnxRuntimeBackend().Compile(network, options);

        for (int i = 0; i < WarmUps; i++)
        {
            ours.Run(inputs);
            peer.Run(inputs);
        }

        double difference = Difference(ours.Run(inputs), peer.Run(inputs));
        var pairs = new List<(double Ours, double Peer)>();
        var clock = Stopwatch.StartNew();
        while (pairs.Count < LeastPairs || clock.Elapsed < Least) pairs.Add((Time(ours, inputs), Time(peer, inputs)));

        double[] ratios = Sorted(pairs.Select(pair => pair.Ours / pair.Peer));
        return new RaceResult(
            network.Name, threads, At(Sorted(pairs.Select(pair => pair.Ours)), 0.5), At(Sorted(pairs.Select(pair => pair.Peer)), 0.5), At(ratios, 0.5), At(ratios, 0.1), At(ratios, 0.9), compileMs, difference);
    }

    private static double Time(ICompiledNetwork network, IReadOnlyDictionary<string, Tensor<float>> inputs)
    {
        long start = Stopwatch.GetTimestamp();
        network.Run(inputs);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Difference(RunResult ours, RunResult peer)
    {
        double worst = 0;
        foreach ((string name, Tensor tensor) in ours.Outputs)
        {
            float[] left = tensor.ToSingle().Values, right = peer.Outputs[name].ToSingle().Values;
            double largest = right.Max(Math.Abs);
            for (int i = 0; i < left.Length; i++) worst = Math.Max(worst, Math.Abs(left[i] - right[i]) / largest);
        }

        return worst;
    }

    private static double[] Sorted(IEnumerable<double> values) => [.. values.Order()];

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}
