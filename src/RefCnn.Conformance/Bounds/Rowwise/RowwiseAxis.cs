using RefCnn.Conformance.Bounds.Winograd;

namespace RefCnn.Conformance.Bounds.Rowwise;

/// <summary>The rows, or the columns, of a <see cref="RowwiseConvolution"/>: an <see cref="EquivalentAxis"/> whose kernel is not cut into parts.</summary>
internal sealed class RowwiseAxis
{
    private readonly EquivalentAxis axis;
    private readonly int inputStride;
    private readonly bool descending;
    private readonly int[] sources;

    private RowwiseAxis(EquivalentAxis axis, int inputStride, bool descending)
    {
        (this.axis, this.inputStride, this.descending) = (axis, inputStride, descending);
        sources = [.. axis.Sources.Select(source => source % inputStride).Distinct().Order()];
        Reach = axis.Extent + axis.Taps.Select(PlaceOf).DefaultIfEmpty().Max();
    }

    /// <summary>Outputs from one of a target to its next.</summary>
    public int OutputStride => axis.OutputStride;

    /// <summary>How many targets there are.</summary>
    public int Targets => axis.Targets;

    /// <summary>How many samples of a source are read: one for each output, and those up to the last tap's place.</summary>
    public int Reach { get; }

    /// <summary>How many samples are read of all sources, one source after the other.</summary>
    public int Length => sources.Length * Reach;

    /// <summary>The axis of a convolution.</summary>
    /// <inheritdoc cref="EquivalentAxis.OfConvolution"/>
    public static RowwiseAxis OfConvolution(int kernel, int stride, int dilation, int padding, int outputs) =>
        new(EquivalentAxis.OfConvolution(kernel, stride, dilation, padding, outputs), stride, descending: false);

    /// <summary>The axis of a transposed convolution.</summary>
    /// <inheritdoc cref="EquivalentAxis.OfTransposed"/>
    public static RowwiseAxis OfTransposed(int kernel, int stride, int dilation, int padding, int outputs) =>
        new(EquivalentAxis.OfTransposed(kernel, stride, dilation, padding, outputs), 1, descending: true);

    /// <summary>The taps that reach a target, in the reference's order: it adds a convolution's taps in ascending order, but a transposed convolution's samples, so that its taps descend.</summary>
    /// <param name="target">The target.</param>
    /// <returns>For each its number in the kernel, and the number among those of all sources of the sample that it meets for the target's first output.</returns>
    public (int Kernel, int Sample)[] TapsOf(int target)
    {
        (int Kernel, int Sample)[] taps = [.. axis.Taps.Where(tap => tap.Target == target)
            .Select(tap => (tap.Kernel, (Array.IndexOf(sources, tap.Source % inputStride) * Reach) + PlaceOf(tap)))];
        if (descending) Array.Reverse(taps);
        return taps;
    }

    /// <summary>A sample's number in the layer's input; outside it where there is only padding.</summary>
    /// <param name="number">Its number among those of all sources.</param>
    public int Sample(int number) => axis.Sample(sources[number / Reach], number % Reach);

    /// <summary>Copies the samples of all sources out of a line of the input, with zeros for padding.</summary>
    /// <param name="line">The line.</param>
    /// <param name="samples">As many as <see cref="Length"/>.</param>
    public void Copy(ReadOnlySpan<double> line, Span<double> samples)
    {
        for (int number = 0; number < samples.Length; number += Reach)
        {
            Span<double> to = samples.Slice(number, Reach);
            for (int i = 0, x = Sample(number); i < to.Length; i++, x += inputStride) to[i] = x >= 0 && x < line.Length ? line[x] : 0;
        }
    }

    // A part's source begins as many samples later as the places before its first.
    private int PlaceOf(EquivalentTap tap) => tap.Place + (tap.Source / inputStride) - axis.First;
}
