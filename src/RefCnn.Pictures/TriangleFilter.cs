using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Pictures;

/// <summary>
/// Resampling by a separable triangle filter that widens as a picture shrinks, so that no sample goes unread: the filter that Pillow calls BILINEAR.
/// An output sample x lies at c = (x + ½) · s on the input, s = input extent / output extent; input sample i has the weight
/// max(0, 1 − |i + ½ − c| / max(s, 1)), and the weights that lie inside the picture are scaled to a sum of 1. In double; nothing is rounded between the
/// two passes, unlike Pillow's, which round to 8 bits.
/// </summary>
public static class TriangleFilter
{
    /// <summary>Resamples every plane of an NCHW tensor.</summary>
    /// <param name="input">Rank 4; height and width at least 1.</param>
    /// <param name="size">The new height and width, each at least 1.</param>
    /// <exception cref="RefCnnException">The tensor or the size does not do.</exception>
    public static Tensor<double> Resize(Tensor<double> input, Size2D size)
    {
        if (input.Shape.Rank != 4 || input.Shape.Height < 1 || input.Shape.Width < 1)
            throw new RefCnnException($"a picture to be resized has shape {input.Shape}; expected batch × channels × height × width, neither of the last two 0");
        if (size.Height < 1 || size.Width < 1)
            throw new RefCnnException($"a picture is to be resized to {size}; expected at least 1×1");
        return Along(Along(input, 3, size.Width), 2, size.Height);
    }

    /// <summary>Resamples a picture's samples; they are not rounded to 8 bits.</summary>
    /// <param name="picture">Rank 4; height and width at least 1.</param>
    /// <param name="size">The new height and width, each at least 1.</param>
    /// <exception cref="RefCnnException">The tensor or the size does not do.</exception>
    public static Tensor<float> Resize(Tensor<float> picture, Size2D size) =>
        picture.Shape is { Rank: 4 } shape && shape.Height == size.Height && shape.Width == size.Width ? picture : Resize(picture.ToDouble(), size).ToSingle();

    private static Tensor<double> Along(Tensor<double> input, int axis, int extent)
    {
        var output = new Tensor<double>(input.Shape.With(axis, extent));
        int before = input.Shape.CountBetween(0, axis), after = input.Shape.CountBetween(axis + 1, 4), inputExtent = input.Shape[axis];
        for (int x = 0; x < extent; x++)
        {
            (int first, double[] weights) = Weights(x, inputExtent, extent);
            for (int b = 0; b < before; b++)
            {
                for (int a = 0; a < after; a++)
                {
                    double sum = 0;
                    for (int k = 0; k < weights.Length; k++) sum += weights[k] * input[((((b * inputExtent) + first + k) * after) + a)];
                    output[(((b * extent) + x) * after) + a] = sum;
                }
            }
        }

        return output;
    }

    private static (int First, double[] Weights) Weights(int x, int inputExtent, int extent)
    {
        double scale = (double)inputExtent / extent, radius = Math.Max(scale, 1), center = (x + 0.5) * scale;
        int first = Math.Max(0, (int)Math.Floor(center - radius)), end = Math.Min(inputExtent, (int)Math.Ceiling(center + radius));
        double[] weights = [.. Enumerable.Range(first, end - first).Select(i => Math.Max(0, 1 - (Math.Abs(i + 0.5 - center) / radius)))];
        double sum = weights.Sum();
        return (first, [.. weights.Select(weight => weight / sum)]);
    }
}
