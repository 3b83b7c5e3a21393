using System.Diagnostics;
using RefCnn.Conformance.Timings;
using RefCnn.Core;
using RefCnn.Networks;
using RefCnn.Peers.OnnxRuntime;

namespace RefCnn.Benchmarks;

/// <summary>
/// Two engines on one network, run in turn in one process: whatever else the machine does, it does to both. Threads of either that would spin on after a run are
/// given time to park, so that neither computes beside the other's.
/// </summary>
internal static class Race
{
    // Our workers spin for about a millisecond after a run.
    private const int Rest = 3;

    private static readonly SamplingPlan Plan = new(RestMilliseconds: Rest), Qualifying = new(WarmUps: 2, LeastSamples: 10, LeastSeconds: 0.2, RestMilliseconds: Rest);

    /// <summary>Races.</summary>
    /// <param name="network">The network.</param>
    /// <param name="engine">Our engine.</param>
    /// <param name="threads">Threads of both engines.</param>
    public static RaceResult Run(Network network, IBackend engine, int threads)
    {
        var options = new CompileOptions(threads);
        IReadOnlyDictionary<string, Tensor<float>> inputs = SeededInputs.Of(network);
        OnnxRuntimeSpinning spinning = BestSpinning(network, inputs, options);
        long start = Stopwatch.GetTimestamp();
        using ICompiledNetwork ours = engine.Compile(network, options);
        double compileMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        start = Stopwatch.GetTimestamp();
        using OnnxRuntimeNetwork peer = new OnnxRuntimeBackend(spinning: spinning).Compile(network, options);
        double peerCompileMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        using OnnxRuntimeBinding bound = peer.Bind(inputs);

        Samples[] samples = Plan.TakeInTurn([() => ours.Run(inputs), () => bound.Run()]);
        Samples ratios = samples[0].Over(samples[1]);
        return new RaceResult(
            network.Name, threads, samples[0].Median, samples[1].Median, ratios.Median, ratios.At(0.1), ratios.At(0.9), compileMs, peerCompileMs,
            spinning.ToString(), Difference(ours.Run(inputs), bound.Result), samples[0].Milliseconds, samples[1].Milliseconds);
    }

    // Spinning within its runs wins the peer the start of every parallel section, but takes processors from each other: it races with what suits it better here.
    private static OnnxRuntimeSpinning BestSpinning(Network network, IReadOnlyDictionary<string, Tensor<float>> inputs, CompileOptions options)
    {
        if (options.ThreadCount == 1) return OnnxRuntimeSpinning.WithinRuns;
        using OnnxRuntimeNetwork spinning = new OnnxRuntimeBackend(spinning: OnnxRuntimeSpinning.WithinRuns).Compile(network, options);
        using OnnxRuntimeNetwork parking = new OnnxRuntimeBackend(spinning: OnnxRuntimeSpinning.Never).Compile(network, options);
        using OnnxRuntimeBinding spins = spinning.Bind(inputs), parks = parking.Bind(inputs);
        Samples[] samples = Qualifying.TakeInTurn([() => spins.Run(), () => parks.Run()]);
        return samples[0].Median <= samples[1].Median ? OnnxRuntimeSpinning.WithinRuns : OnnxRuntimeSpinning.Never;
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
}
