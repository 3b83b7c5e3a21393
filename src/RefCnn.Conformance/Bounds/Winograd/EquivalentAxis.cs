using System.Collections.Immutable;

namespace RefCnn.Conformance.Bounds.Winograd;

/// <summary>One row, or column, of a layer's kernel in its <see cref="EquivalentConvolution"/>.</summary>
/// <param name="Kernel">Its number in the kernel.</param>
/// <param name="Source">The first sample of the source that it meets.</param>
/// <param name="Place">Its place in the filter on that source.</param>
internal readonly record struct EquivalentTap(int Kernel, int Source, int Place);

/// <summary>
/// The rows, or the columns, of an <see cref="EquivalentConvolution"/>: those taps of a kernel that reach one target. Samples that are equal modulo the stride are a source, from the first that meets a tap on;
/// one that meets more taps than a filter has is cut into parts, each with a source that begins as many samples later.
/// </summary>
internal sealed class EquivalentAxis
{
    private readonly KernelAxis axis;
    private readonly int target;

    /// <summary>Cuts the taps of a target into filters.</summary>
    /// <param name="axis">The kernel's axis.</param>
    /// <param name="target">The target.</param>
    /// <param name="filter">The taps of a filter.</param>
    public EquivalentAxis(KernelAxis axis, int target, int filter)
    {
        (this.axis, this.target) = (axis, target);
        IEnumerable<EquivalentTap> taps =
            from tap in axis.Taps
            where tap.Target == target
            group tap by axis.Remainder(tap.Sample) into source
            let first = source.Min(tap => tap.Sample)
            from tap in source
            let place = (tap.Sample - first) / axis.InputStride
            select new EquivalentTap(tap.Kernel, first + (place / filter * filter * axis.InputStride), place % filter);
        Taps = [.. taps];
        Sources = [.. Taps.Select(tap => tap.Source).Distinct().Order()];
    }

    /// <summary>The taps.</summary>
    public ImmutableArray<EquivalentTap> Taps { get; }

    /// <summary>Each source: its first sample.</summary>
    public ImmutableArray<int> Sources { get; }

    /// <summary>How many outputs the target has.</summary>
    public int Extent => axis.Extent(target);

    /// <summary>The number of a sample in the layer's input; outside it where there is only padding.</summary>
    /// <param name="source">Its source.</param>
    /// <param name="number">0 is the first that the first output reads.</param>
    public int Sample(int source, int number) => source + (number * axis.InputStride);

    /// <summary>The number in the layer's output of one of the target's outputs.</summary>
    /// <param name="number">Its number in the target.</param>
    public int Output(int number) => target + (number * axis.OutputStride);
}
