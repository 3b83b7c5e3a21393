using System.Collections.Immutable;

namespace RefCnn.Conformance.Bounds;

/// <summary>One row, or column, of a kernel.</summary>
/// <param name="Kernel">Its number in the kernel.</param>
/// <param name="Target">The outputs that it reaches are so many after a multiple of the stride between outputs.</param>
/// <param name="Sample">The sample that it meets for the first of these; padding makes it negative.</param>
internal readonly record struct KernelTap(int Kernel, int Target, int Sample);

/// <summary>The rows, or the columns, of a convolution or a transposed one. Outputs that are equal modulo the stride between outputs see the same taps, and are one target.</summary>
/// <param name="Taps">The taps, those of a target in the kernel's order.</param>
/// <param name="Outputs">How many outputs there are.</param>
/// <param name="OutputStride">Outputs from one of a target to its next.</param>
/// <param name="InputStride">Samples from those of an output to those of the target's next.</param>
internal sealed record KernelAxis(ImmutableArray<KernelTap> Taps, int Outputs, int OutputStride, int InputStride)
{
    /// <summary>How many targets there are.</summary>
    public int Targets => Math.Min(OutputStride, Outputs);

    /// <summary>The axis of a convolution: its output y reads the samples y · stride + k · dilation − padding.</summary>
    /// <param name="kernel">How many k there are.</param>
    /// <param name="stride">Samples between outputs.</param>
    /// <param name="dilation">Samples between taps.</param>
    /// <param name="padding">Zeros before the first sample.</param>
    /// <param name="outputs">How many outputs there are.</param>
    public static KernelAxis OfConvolution(int kernel, int stride, int dilation, int padding, int outputs) =>
        new([.. Enumerable.Range(0, kernel).Select(k => new KernelTap(k, 0, (k * dilation) - padding))], outputs, 1, stride);

    /// <summary>The axis of a transposed convolution: its sample y goes to the outputs y · stride + k · dilation − padding.</summary>
    /// <param name="kernel">How many k there are.</param>
    /// <param name="stride">Outputs between samples.</param>
    /// <param name="dilation">Outputs between taps.</param>
    /// <param name="padding">Outputs cropped before the first.</param>
    /// <param name="outputs">How many outputs there are.</param>
    public static KernelAxis OfTransposed(int kernel, int stride, int dilation, int padding, int outputs)
    {
        IEnumerable<KernelTap> taps =
            from target in Enumerable.Range(0, Math.Min(stride, outputs))
            from k in Enumerable.Range(0, kernel)
            let strides = target + padding - (k * dilation)
            where strides % stride == 0
            select new KernelTap(k, target, strides / stride);
        return new KernelAxis([.. taps], outputs, stride, 1);
    }

    /// <summary>How many outputs a target has.</summary>
    /// <param name="target">The target.</param>
    public int Extent(int target) => (Outputs - target + OutputStride - 1) / OutputStride;

    /// <summary>Which of the pictures that are made of every so many samples has a sample.</summary>
    /// <param name="sample">The sample.</param>
    public int Remainder(int sample) => ((sample % InputStride) + InputStride) % InputStride;
}
