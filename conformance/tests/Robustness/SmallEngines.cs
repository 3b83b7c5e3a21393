using RefCnn.Accelerate;
using RefCnn.ConformanceTests.Networks;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.Formats.CSource.Native;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Robustness;

/// <summary>Every engine of this machine, small networks for it, and what it computes of them.</summary>
internal static class SmallEngines
{
    /// <summary>Engines that compile in memory.</summary>
    public static readonly IBackend[] InMemory =
    [
        new ReferenceBackend(),
        new AccelerateBackend(),
        new AccelerateBackend(new AccelerateOptions(Gemm: GemmLibrary.Managed)),
        new AccelerateBackend(new AccelerateOptions(RefCnn.Accelerate.Algorithm.Winograd2x2)),
        new AccelerateBackend(new AccelerateOptions(RefCnn.Accelerate.Algorithm.Winograd4x4)),
        new PortableCoreMlBackend(new AccelerateBackend(), CoreMlFormat.NeuralNetwork),
        new PortableCoreMlBackend(new AccelerateBackend(), CoreMlFormat.Program),
    ];

    /// <summary>The engine that calls a compiler and loads what it made.</summary>
    public static readonly IBackend Compiled = new CSourceBackend(plain: true);

    /// <summary>Those that this machine has.</summary>
    public static readonly IBackend[] All = [.. InMemory, .. ((IBackend[])[Compiled]).Where(backend => backend.UnavailableReason is null)];

    /// <summary>Networks that every engine computes.</summary>
    public static readonly Network[] Networks = [.. Enumerable.Range(100, 13).Select(RandomNetwork.Of)];

    /// <summary>Seeded inputs.</summary>
    public static Dictionary<string, Tensor<float>> Inputs(Network network, int seed) =>
        network.Inputs.ToDictionary(input => network.Nodes[input].Name, input => SeededTensor.Integers($"{seed}/{network.Nodes[input].Name}", network.Shapes[input], 64, -5));

    /// <summary>All bits of all outputs, in order.</summary>
    public static long[] Bits(RunResult result) =>
        [.. result.Outputs.OrderBy(output => output.Key, StringComparer.Ordinal).SelectMany(output => output.Value.ToDouble().Values.Select(BitConverter.DoubleToInt64Bits))];

    /// <summary>Compiles, runs once and lets go.</summary>
    public static long[] Compute(IBackend engine, Network network, int seed)
    {
        using ICompiledNetwork compiled = engine.Compile(network, new CompileOptions(2));
        return Bits(compiled.Run(Inputs(network, seed)));
    }
}
