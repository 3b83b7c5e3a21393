using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using RefCnn.Accelerate;
using RefCnn.Conformance;
using RefCnn.Conformance.FalseAlarms;
using RefCnn.Formats.CSource.Native;
using RefCnn.Peers.OnnxRuntime;

namespace RefCnn.Cli;

/// <summary>The engines that are taken to be correct where false alarms are sought.</summary>
internal static class CorrectEngines
{
    // Each variant of generated C is compiled, and two threads wait for each other: they run one in so many.
    private const int VariantsPerCompiled = 50, VariantsPerThreaded = 25;

    private static readonly string[] Convolutions = ["conv2d", "conv-transpose2d"];

    /// <summary>Those that can run on this machine.</summary>
    /// <param name="variants">How many variants of each vector they run.</param>
    /// <param name="all">All of them; or only those that use whatever instructions .NET or OpenBLAS is allowed.</param>
    public static ImmutableArray<Contestant> Of(int variants, bool all) =>
        [.. Choose(variants, all).Where(contestant => contestant.Backend.UnavailableReason is null)];

    private static IEnumerable<Contestant> Choose(int variants, bool all)
    {
        foreach ((int threads, int number) in ((int, int)[])[(1, variants), (2, Math.Max(1, variants / VariantsPerThreaded))])
        {
            yield return new(new AccelerateBackend(), threads, number, _ => true);
            foreach (AccelerateOptions forced in Forms) yield return new(new AccelerateBackend(forced), threads, number, vector => Convolutions.Contains(vector.Kind));
            if (!all) continue;
            yield return new(new OnnxRuntimeBackend(), threads, number, Runs);
            yield return new(new OnnxRuntimeBackend(GraphOptimizationLevel.ORT_DISABLE_ALL), threads, number, Runs);
        }

        if (!all) yield break;
        int compiled = Math.Max(1, variants / VariantsPerCompiled);
        foreach (bool plain in (bool[])[false, true]) yield return new(new CSourceBackend(plain), 1, compiled, _ => true);
        foreach (SummationOrder order in Enum.GetValues<SummationOrder>()) yield return new(new OrderedBackend(order), 1, variants, _ => true);
    }

    private static AccelerateOptions[] Forms =>
    [
        new(Algorithm.Direct),
        new(Algorithm.Winograd2x2),
        new(Algorithm.Winograd4x4),
        new(Algorithm.Im2Col, GemmLibrary.Managed),
        new(Algorithm.Im2Col, GemmLibrary.OpenBlas),
    ];

    // Where it is known to be wrong, a failure is no false alarm.
    private static bool Runs(VectorCase vector) => !OnnxRuntimeLimits.Deviations.ContainsKey(vector.Id);
}
