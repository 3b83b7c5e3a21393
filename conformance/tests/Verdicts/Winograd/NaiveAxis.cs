using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>The rows, or the columns, of a convolution cut into pictures, by trying every tap on every sample.</summary>
internal sealed record NaiveAxis(bool Transposed, int Kernel, int Stride, int Dilation, int Padding, int Outputs)
{
    private int? first, parts;

    /// <summary>How many pictures the input is cut into: one for each remainder, as often as the kernel has parts of three taps.</summary>
    public int Sources => InputStride * Parts;

    /// <summary>From a sample of a picture to the next.</summary>
    public int InputStride => Transposed ? 1 : Stride;

    /// <summary>How many pictures the output is cut into.</summary>
    public int Targets => Transposed ? Math.Min(Stride, Outputs) : 1;

    /// <summary>From an output of a picture to the next.</summary>
    public int OutputStride => Transposed ? Stride : 1;

    /// <summary>Outputs of the first picture.</summary>
    public int Extent => (Outputs + OutputStride - 1) / OutputStride;

    private int First => first ??= Places.Min();

    private int Parts => parts ??= ((Places.Max() - First) / 3) + 1;

    private IEnumerable<int> Places => Enumerable.Range(-Reach, 2 * Reach).Where(place => FilterAt(place).Any(tap => tap >= 0));

    private int Reach => (Kernel * Dilation) + Padding + Stride;

    /// <summary>Both axes of a layer.</summary>
    public static (NaiveAxis Rows, NaiveAxis Columns) Of(Layer layer, Shape output)
    {
        (Window2D window, bool transposed) = layer is ConvTranspose2D other ? (other.Window, true) : (((Conv2D)layer).Window, false);
        return (
            new(transposed, window.Kernel.Height, window.Stride.Height, window.Dilation.Height, window.Padding.Top, output.Height),
            new(transposed, window.Kernel.Width, window.Stride.Width, window.Dilation.Width, window.Padding.Left, output.Width));
    }

    /// <summary>The three taps between a target and a source, −1 for none.</summary>
    public int[] Filter(int target, int source) => [.. Enumerable.Range(0, 3).Select(place => Tap(target, FirstSample(source) + (place * InputStride)))];

    /// <summary>The first sample of each source that the first output of a target may read.</summary>
    public int FirstSample(int source) => ((First + (source / InputStride * 3)) * InputStride) + (source % InputStride);

    private IEnumerable<int> FilterAt(int place) =>
        from target in Enumerable.Range(0, Targets) from remainder in Enumerable.Range(0, InputStride) select Tap(target, (place * InputStride) + remainder);

    private int Tap(int output, int sample)
    {
        for (int k = 0; k < Kernel; k++)
        {
            if (Transposed ? (sample * Stride) + (k * Dilation) - Padding == output : (output * Stride) + (k * Dilation) - Padding == sample) return k;
        }

        return -1;
    }
}
