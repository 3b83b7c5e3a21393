using RefCnn.Core;

namespace RefCnn.Networks.Detection;

/// <summary>Cuts a box out of a picture and brings it to a size.</summary>
public static class CropResize
{
    /// <summary>
    /// Bilinear, with pixel centres at half-integers. The box is first clipped to the picture; its edges need not lie on pixels. Output column i of w samples
    /// the picture at left + (i + ½) · (right − left) / w − ½, kept within the picture's first and last column; rows likewise. Nothing is averaged
    /// where the box is larger than the output.
    /// </summary>
    /// <param name="picture">1 × channels × height × width.</param>
    /// <param name="box">The box, as parts of the picture.</param>
    /// <param name="height">The output's rows; at least 1.</param>
    /// <param name="width">The output's columns; at least 1.</param>
    /// <returns>1 × channels × <paramref name="height"/> × <paramref name="width"/>; computed in double, rounded once.</returns>
    /// <exception cref="RefCnnException">The picture is empty or a batch, an extent is below 1, or no part of the box lies in the picture.</exception>
    public static Tensor<float> Apply(Tensor<float> picture, DetectedBox box, int height, int width)
    {
        Shape shape = picture.Shape;
        if (shape.Rank != 4 || shape.Batch != 1 || shape.Count == 0) throw new RefCnnException($"a picture has shape {shape}; expected 1 × channels × height × width");
        if (height < 1 || width < 1) throw new RefCnnException($"a crop is brought to {height}×{width}; expected at least 1×1");
        Sample[] rows = Samples(box.Y, box.Height, shape.Height, height), columns = Samples(box.X, box.Width, shape.Width, width);
        var output = new Tensor<float>(new Shape(1, shape.Channels, height, width));
        for (int c = 0; c < shape.Channels; c++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    Sample row = rows[y], column = columns[x];
                    double above = Between(picture[0, c, row.First, column.First], picture[0, c, row.First, column.Second], column.Part);
                    double below = Between(picture[0, c, row.Second, column.First], picture[0, c, row.Second, column.Second], column.Part);
                    output[0, c, y, x] = (float)Between(above, below, row.Part);
                }
            }
        }

        return output;
    }

    /// <summary>Whether any part of a box lies in the picture.</summary>
    /// <param name="box">The box.</param>
    public static bool IsInPicture(DetectedBox box) => Clip(box.X, box.Width) is var (left, right) && right > left && Clip(box.Y, box.Height) is var (top, bottom) && bottom > top;

    private static Sample[] Samples(double centre, double part, int extent, int count)
    {
        (double first, double last) = Clip(centre, part);
        if (!(last > first)) throw new RefCnnException($"a box reaches from {centre - (part / 2)} to {centre + (part / 2)} of the picture; expected a part between 0 and 1");
        double start = first * extent, step = (last - first) * extent / count;
        var samples = new Sample[count];
        for (int i = 0; i < count; i++)
        {
            double place = Math.Clamp(start + ((i + 0.5) * step) - 0.5, 0, extent - 1);
            int before = (int)place;
            samples[i] = new Sample(before, Math.Min(before + 1, extent - 1), place - before);
        }

        return samples;
    }

    private static (double First, double Last) Clip(double centre, double part) => (Math.Max(0, centre - (part / 2)), Math.Min(1, centre + (part / 2)));

    private static double Between(double first, double second, double part) => first + ((second - first) * part);

    // Two neighbouring samples, and how far from the first to the second.
    private readonly record struct Sample(int First, int Second, double Part);
}
