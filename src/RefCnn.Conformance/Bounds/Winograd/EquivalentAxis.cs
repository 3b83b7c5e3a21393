using System.Collections.Immutable;

namespace RefCnn.Conformance.Bounds.Winograd;

/// <summary>The rows, or the columns, of an <see cref="EquivalentConvolution"/>.</summary>
internal sealed class EquivalentAxis
{
    private readonly int outputs, outputStride, inputStride;

    private EquivalentAxis(IEnumerable<EquivalentTap> taps, int outputs, int outputStride, int inputStride)
    {
        (this.outputs, this.outputStride, this.inputStride) = (outputs, outputStride, inputStride);
        First = taps.Select(tap => tap.Place).DefaultIfEmpty().Min();
        Taps = [.. taps.Select(InFilter)];
        Sources = [.. Taps.Select(tap => tap.Source).Distinct().Order()];
    }

    /// <summary>The taps.</summary>
    public ImmutableArray<EquivalentTap> Taps { get; }

    /// <summary>Each source: the number of its first sample.</summary>
    public ImmutableArray<int> Sources { get; }

    /// <summary>Outputs from one of a target to its next.</summary>
    public int OutputStride => outputStride;

    /// <summary>How many targets there are.</summary>
    public int Targets => Math.Min(outputStride, outputs);

    /// <summary>The place of the first tap; those of the filter are this and the next two.</summary>
    public int First { get; }

    /// <summary>Outputs of the first target, which has the most.</summary>
    public int Extent => (outputs + outputStride - 1) / outputStride;

    /// <summary>The axis of a convolution: its output y reads the samples y · stride + k · dilation − padding.</summary>
    /// <param name="kernel">How many k there are.</param>
    /// <param name="stride">Samples between outputs.</param>
    /// <param name="dilation">Samples between taps.</param>
    /// <param name="padding">Zeros before the first sample.</param>
    /// <param name="outputs">How many outputs there are.</param>
    public static EquivalentAxis OfConvolution(int kernel, int stride, int dilation, int padding, int outputs)
    {
        IEnumerable<EquivalentTap> taps =
            from k in Enumerable.Range(0, kernel)
            let sample = (k * dilation) - padding
            let place = (int)Math.Floor((double)sample / stride)
            select new EquivalentTap(k, 0, sample - (place * stride), place);
        return new EquivalentAxis(taps, outputs, 1, stride);
    }

    /// <summary>The axis of a transposed convolution: its sample y goes to the outputs y · stride + k · dilation − padding.</summary>
    /// <param name="kernel">How many k there are.</param>
    /// <param name="stride">Outputs between samples.</param>
    /// <param name="dilation">Outputs between taps.</param>
    /// <param name="padding">Outputs cropped before the first.</param>
    /// <param name="outputs">How many outputs there are.</param>
    public static EquivalentAxis OfTransposed(int kernel, int stride, int dilation, int padding, int outputs)
    {
        IEnumerable<EquivalentTap> taps =
            from target in Enumerable.Range(0, Math.Min(stride, outputs))
            from k in Enumerable.Range(0, kernel)
            let strides = target + padding - (k * dilation)
            where strides % stride == 0
            select new EquivalentTap(k, target, 0, strides / stride);
        return new EquivalentAxis(taps, outputs, stride, 1);
    }

    /// <summary>The number of a sample in the layer's input; outside it where there is only padding.</summary>
    /// <param name="source">Its source.</param>
    /// <param name="number">0 is the first that the first output reads.</param>
    public int Sample(int source, int number) => ((First + number) * inputStride) + source;

    /// <summary>The target of one of the layer's outputs, and its number there.</summary>
    /// <param name="output">Its number in the layer's output.</param>
    public (int Number, int Target) Output(int output) => Math.DivRem(output, outputStride);

    // A kernel of more than three places is cut into parts of three, and what is left: each has its own source, which begins as many samples later.
    private EquivalentTap InFilter(EquivalentTap tap)
    {
        int before = (tap.Place - First) / WinogradTransforms.Taps * WinogradTransforms.Taps;
        return tap with { Source = tap.Source + (before * inputStride), Place = tap.Place - before };
    }
}
