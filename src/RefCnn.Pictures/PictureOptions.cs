using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Pictures;

/// <summary>How a picture's samples, 0 to 255, become a network's values: y = (sample − mean) · scale, channel by channel.</summary>
/// <param name="Bgr">Whether the tensor's channels are blue, green, red, as Caffe's models expect, instead of red, green, blue.</param>
/// <param name="Mean">A number for each channel in the tensor's order, or one for all; absent for 0.</param>
/// <param name="Scale">A number other than 0 for each channel in the tensor's order, or one for all; absent for 1.</param>
/// <param name="Resize">The size to which <see cref="Picture.Read"/> resamples the picture with <see cref="TriangleFilter"/>, whatever its proportions; null for its own. Writing ignores it.</param>
public sealed record PictureOptions(bool Bgr = false, ImmutableArray<float> Mean = default, ImmutableArray<float> Scale = default, Size2D? Resize = null)
{
    /// <summary>Samples as they are: red, green, blue, 0 to 255.</summary>
    public static PictureOptions Samples { get; } = new();

    /// <summary>What a picture's samples become.</summary>
    /// <param name="picture">1 × 3 × height × width: red, green, blue, 0 to 255.</param>
    /// <exception cref="RefCnnException">The options do not fit three channels.</exception>
    public Tensor<float> ToValues(Tensor<float> picture)
    {
        Normalization normalization = Normalization.Of("a picture", 3, this);
        return Map(picture, (sample, channel) => (float)normalization.Apply(sample, channel), readsBgr: false);
    }

    /// <summary>The picture whose samples became these values; rounded and clamped as <see cref="Picture.Write"/> does.</summary>
    /// <param name="values">1 × 3 × height × width.</param>
    /// <exception cref="RefCnnException">The options do not fit three channels.</exception>
    public Tensor<float> ToSamples(Tensor<float> values)
    {
        Normalization normalization = Normalization.Of("a picture", 3, this);
        return Map(values, (value, channel) => Picture.ToByte(normalization.Invert(value, channel)), readsBgr: true);
    }

    // The function is told the channel of the values' tensor, which alone may be blue, green, red.
    private Tensor<float> Map(Tensor<float> from, Func<float, int, float> function, bool readsBgr)
    {
        var to = new Tensor<float>(from.Shape);
        int plane = from.Shape.CountBetween(2, 4);
        for (int channel = 0; channel < 3; channel++)
        {
            int other = Bgr ? 2 - channel : channel;
            ReadOnlySpan<float> source = from.Span.Slice(channel * plane, plane);
            Span<float> target = to.Span.Slice(other * plane, plane);
            for (int i = 0; i < plane; i++) target[i] = function(source[i], readsBgr ? channel : other);
        }

        return to;
    }
}
