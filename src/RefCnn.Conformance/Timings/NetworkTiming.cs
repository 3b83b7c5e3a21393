using System.Diagnostics;
using RefCnn.Core;

namespace RefCnn.Conformance.Timings;

/// <summary>What one backend took for one network.</summary>
/// <param name="Network">The network.</param>
/// <param name="Backend">The backend, with what was forced on it.</param>
/// <param name="Threads">Threads that it was given.</param>
/// <param name="MultiplyAccumulates">Multiply-accumulates of the network's definition, whatever the algorithm saves of them.</param>
/// <param name="CompileMs">Time to prepare the network, in milliseconds, the just-in-time compiler's included.</param>
/// <param name="SamplesMs">Times of runs in milliseconds, in the order in which they were taken.</param>
/// <param name="PeakMemoryBytes">The most memory that the process ever had, the network's own weights and .NET included; null where the system does not tell.</param>
public sealed record NetworkTiming(string Network, string Backend, int Threads, long MultiplyAccumulates, double CompileMs, Samples SamplesMs, long? PeakMemoryBytes)
{
    /// <summary>Billions of floating-point operations a second at the median, two for a multiply-accumulate.</summary>
    public double Gflops => 2e-6 * MultiplyAccumulates / SamplesMs.Median;

    /// <summary>Compiles a network and times its runs.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="backend">The backend.</param>
    /// <param name="options">Threads.</param>
    /// <param name="plan">How many runs.</param>
    /// <param name="progress">Told the number of samples after each; or null.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BackendException">The backend is unavailable, or does not compute a layer of the network.</exception>
    public static NetworkTiming Take(
        Network network, IReadOnlyDictionary<string, Tensor<float>> inputs, IBackend backend, CompileOptions options, SamplingPlan plan,
        Action<int>? progress = null, CancellationToken cancellation = default)
    {
        long start = Stopwatch.GetTimestamp();
        using ICompiledNetwork compiled = backend.Compile(network, options, cancellation);
        double compileMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Samples samples = plan.Take(() => compiled.Run(inputs, cancellation: cancellation), progress, cancellation);
        long operations = Enumerable.Range(0, network.Nodes.Length).Sum(index => network.Nodes[index].Layer.MultiplyAccumulates(network.InputShapes(index)));
        return new NetworkTiming(network.Name, backend.Name, options.ThreadCount, operations, compileMs, samples, ProcessMemory.Peak());
    }
}
