using System.Collections.Immutable;
using RefCnn.Accelerate.Layouts;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Convolution;

/// <summary>One weight of a kernel and where the sample lies that it meets.</summary>
/// <param name="Row">Its row in the kernel.</param>
/// <param name="Column">Its column in the kernel.</param>
/// <param name="Y">The sample's row, from the row that the output's number selects.</param>
/// <param name="X">The sample's column likewise.</param>
internal readonly record struct Tap(int Row, int Column, int Y, int X);

/// <summary>
/// Outputs that see the same taps: all of a convolution; of a transposed convolution with stride s those with equal row and column modulo s, so
/// that none of its zeros is ever multiplied. The output (j, i) of a phase lies at (Y + j · OutputStride, X + i · OutputStride) and
/// reads the samples (j · InputStride + tap.Y, i · InputStride + tap.X).
/// </summary>
/// <param name="Y">Row of the first output.</param>
/// <param name="X">Column of the first output.</param>
/// <param name="Size">How many rows and columns of outputs.</param>
/// <param name="OutputStride">From one output to the next.</param>
/// <param name="InputStride">From one output's samples to the next's.</param>
/// <param name="Taps">The taps, rows first.</param>
internal sealed record Phase(int Y, int X, Size2D Size, Size2D OutputStride, Size2D InputStride, ImmutableArray<Tap> Taps)
{
    /// <summary>The only phase of a convolution.</summary>
    /// <param name="window">Its window.</param>
    /// <param name="output">Its output.</param>
    public static ImmutableArray<Phase> Of(Window2D window, Shape output)
    {
        IEnumerable<Tap> taps =
            from row in Enumerable.Range(0, window.Kernel.Height)
            from column in Enumerable.Range(0, window.Kernel.Width)
            select new Tap(row, column, (row * window.Dilation.Height) - window.Padding.Top, (column * window.Dilation.Width) - window.Padding.Left);
        return [new Phase(0, 0, new Size2D(output.Height, output.Width), Size2D.One, window.Stride, [.. taps])];
    }

    /// <summary>The phases of a transposed convolution.</summary>
    /// <param name="window">Its window.</param>
    /// <param name="output">Its output.</param>
    public static ImmutableArray<Phase> OfTransposed(Window2D window, Shape output)
    {
        IEnumerable<Phase> phases =
            from y in Enumerable.Range(0, Math.Min(window.Stride.Height, output.Height))
            from x in Enumerable.Range(0, Math.Min(window.Stride.Width, output.Width))
            let size = new Size2D(Share(output.Height, y, window.Stride.Height), Share(output.Width, x, window.Stride.Width))
            let taps =
                from row in Enumerable.Range(0, window.Kernel.Height)
                let sampleY = y + window.Padding.Top - (row * window.Dilation.Height)
                where sampleY % window.Stride.Height == 0
                from column in Enumerable.Range(0, window.Kernel.Width)
                let sampleX = x + window.Padding.Left - (column * window.Dilation.Width)
                where sampleX % window.Stride.Width == 0
                select new Tap(row, column, sampleY / window.Stride.Height, sampleX / window.Stride.Width)
            select new Phase(y, x, size, window.Stride, Size2D.One, [.. taps]);
        return [.. phases];
    }

    /// <summary>The phase without the taps that meet padding alone: where a picture is smaller than the kernel they are most of it, and their weights would be packed and read for nothing.</summary>
    /// <param name="input">The input.</param>
    public Phase Within(Shape input) =>
        this with { Taps = [.. Taps.Where(tap => Meets(tap.Y, Size.Height, InputStride.Height, input.Height) && Meets(tap.X, Size.Width, InputStride.Width, input.Width))] };

    /// <summary>The room that outputs at the edge read around the input.</summary>
    /// <param name="input">The input.</param>
    public Margins Margins(Shape input)
    {
        if (Taps.IsEmpty) return Layouts.Margins.None;
        int lastY = (Size.Height - 1) * InputStride.Height, lastX = (Size.Width - 1) * InputStride.Width;
        return new Margins(
            Math.Max(0, -Taps.Min(tap => tap.Y)),
            Math.Max(0, -Taps.Min(tap => tap.X)),
            Math.Max(0, lastY + Taps.Max(tap => tap.Y) + 1 - input.Height),
            Math.Max(0, lastX + Taps.Max(tap => tap.X) + 1 - input.Width));
    }

    // Whether a sample is one of the input's for any output: if so, for the first of which it does not lie before the input.
    private static bool Meets(int sample, int outputs, int stride, int extent)
    {
        int first = sample < 0 ? (stride - 1 - sample) / stride : 0;
        return first < outputs && sample + (first * stride) < extent;
    }

    private static int Share(int extent, int first, int stride) => (extent - first + stride - 1) / stride;
}
