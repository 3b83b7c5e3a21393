namespace RefCnn.Conformance.Bounds.Rowwise;

/// <summary>The rows, or the columns, of a <see cref="RowwiseConvolution"/>. Samples that are equal modulo the stride of a convolution are a source.</summary>
internal sealed class RowwiseAxis
{
    private readonly KernelAxis axis;
    private readonly bool descending;
    private readonly int[] sources;
    private readonly int first;

    private RowwiseAxis(KernelAxis axis, bool descending)
    {
        (this.axis, this.descending) = (axis, descending);
        sources = [.. axis.Taps.Select(tap => axis.Remainder(tap.Sample)).Distinct().Order()];
        first = axis.Taps.Select(PlaceOf).DefaultIfEmpty().Min();
        Reach = axis.Extent(0) + axis.Taps.Select(PlaceOf).DefaultIfEmpty().Max() - first;
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
    /// <inheritdoc cref="KernelAxis.OfConvolution"/>
    public static RowwiseAxis OfConvolution(int kernel, int stride, int dilation, int padding, int outputs) =>
        new(KernelAxis.OfConvolution(kernel, stride, dilation, padding, outputs), descending: false);

    /// <summary>The axis of a transposed convolution.</summary>
    /// <inheritdoc cref="KernelAxis.OfTransposed"/>
    public static RowwiseAxis OfTransposed(int kernel, int stride, int dilation, int padding, int outputs) =>
        new(KernelAxis.OfTransposed(kernel, stride, dilation, padding, outputs), descending: true);

    /// <summary>The taps that reach a target, in the reference's order: it adds a convolution's taps in ascending order, but a transposed convolution's samples, so that its taps descend.</summary>
    /// <param name="target">The target.</param>
    /// <returns>For each its number in the kernel, and the number among those of all sources of the sample that it meets for the target's first output.</returns>
    public (int Kernel, int Sample)[] TapsOf(int target)
    {
        (int Kernel, int Sample)[] taps = [.. axis.Taps.Where(tap => tap.Target == target)
            .Select(tap => (tap.Kernel, (Array.IndexOf(sources, axis.Remainder(tap.Sample)) * Reach) + PlaceOf(tap) - first))];
        if (descending) Array.Reverse(taps);
        return taps;
    }

    /// <summary>A sample's number in the layer's input; outside it where there is only padding.</summary>
    /// <param name="number">Its number among those of all sources.</param>
    public int Sample(int number) => ((first + (number % Reach)) * axis.InputStride) + sources[number / Reach];

    /// <summary>Copies the samples of all sources out of a line of the input, with zeros for padding.</summary>
    /// <param name="line">The line.</param>
    /// <param name="samples">As many as <see cref="Length"/>.</param>
    public void Copy(ReadOnlySpan<double> line, Span<double> samples)
    {
        for (int number = 0; number < samples.Length; number += Reach)
        {
            Span<double> to = samples.Slice(number, Reach);
            for (int i = 0, x = Sample(number); i < to.Length; i++, x += axis.InputStride) to[i] = x >= 0 && x < line.Length ? line[x] : 0;
        }
    }

    // Which sample of its source a tap meets.
    private int PlaceOf(KernelTap tap) => (tap.Sample - axis.Remainder(tap.Sample)) / axis.InputStride;
}
