using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>The rows, or the columns, of a convolution cut into pictures, by trying every tap on every sample.</summary>
internal sealed record NaiveAxis(bool Transposed, int Kernel, int Stride, int Dilation, int Padding, int Outputs)
{
    /// <summary>From a sample of a picture to the next.</summary>
    public int InputStride => Transposed ? 1 : Stride;

    /// <summary>How many pictures the output is cut into.</summary>
    public int Targets => Transposed ? Math.Min(Stride, Outputs) : 1;

    /// <summary>From an output of a picture to the next.</summary>
    public int OutputStride => Transposed ? Stride : 1;

    private int Reach => (Kernel * Dilation) + Padding + Stride;

    /// <summary>Both axes of a layer.</summary>
    public static (NaiveAxis Rows, NaiveAxis Columns) Of(Layer layer, Shape output)
    {
        (Window2D window, bool transposed) = layer is ConvTranspose2D other ? (other.Window, true) : (((Conv2D)layer).Window, false);
        return (
            new(transposed, window.Kernel.Height, window.Stride.Height, window.Dilation.Height, window.Padding.Top, output.Height),
            new(transposed, window.Kernel.Width, window.Stride.Width, window.Dilation.Width, window.Padding.Left, output.Width));
    }

    /// <summary>Outputs of a target.</summary>
    public int Extent(int target) => (Outputs - target + OutputStride - 1) / OutputStride;

    /// <summary>The first samples of the pictures of which a target is a sum: one for each remainder, and one for each further part of so many taps.</summary>
    public int[] FirstSamples(int target, int taps)
    {
        var firsts = new List<int>();
        for (int remainder = 0; remainder < InputStride; remainder++)
        {
            int[] samples = [.. Enumerable.Range(-Reach, 2 * Reach).Where(sample => (sample + (Reach * InputStride)) % InputStride == remainder && Tap(target, sample) >= 0)];
            if (samples.Length == 0) continue;
            for (int first = samples[0]; first <= samples[^1]; first += taps * InputStride)
            {
                if (Filter(target, first, taps).Any(tap => tap >= 0)) firsts.Add(first);
            }
        }

        return [.. firsts];
    }

    /// <summary>The taps between a target and a picture that begins at a sample, −1 for none.</summary>
    public int[] Filter(int target, int first, int taps) => [.. Enumerable.Range(0, taps).Select(place => Tap(target, first + (place * InputStride)))];

    private int Tap(int output, int sample)
    {
        for (int k = 0; k < Kernel; k++)
        {
            if (Transposed ? (sample * Stride) + (k * Dilation) - Padding == output : (output * Stride) + (k * Dilation) - Padding == sample) return k;
        }

        return -1;
    }
}
