namespace RefCnn.Core.Layers;

/// <summary>One axis of a resize: from which input samples, with what weights, each output position is made. Definition: ONNX Resize, opset 19.</summary>
public static class ResizeAxis
{
    /// <summary>For each output position its samples and weights; none where the position lies outside the input and is extrapolated.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The input's shape.</param>
    /// <param name="axis">The axis.</param>
    public static (int Sample, double Weight)[][] Taps(Resize layer, Shape input, int axis)
    {
        var taps = new (int Sample, double Weight)[layer.Sizes[axis]][];
        bool crop = layer.Coordinates == ResizeCoordinates.CropAndResize;
        bool same = !crop && taps.Length == input[axis] && layer.Scale(input, axis) == 1;
        for (int i = 0; i < taps.Length; i++)
        {
            double position = same ? i : Position(layer, input, axis, i);
            taps[i] = crop && (position < 0 || position > input[axis] - 1) ? [] : Interpolate(layer, input[axis], layer.Scale(input, axis), position);
        }

        return taps;
    }

    // Without scales the quotient is rounded once, from whole numbers: a tie between two samples is met exactly.
    private static double Position(Resize layer, Shape input, int axis, int i)
    {
        int extent = input[axis], size = layer.Sizes[axis];
        double length = layer.Scales is null ? size : layer.Scale(input, axis) * extent;
        double Unscaled(double position) => layer.Scales is null ? position * extent / size : position / layer.Scale(input, axis);
        return layer.Coordinates switch
        {
            ResizeCoordinates.PytorchHalfPixel => size == 1 ? 0 : Unscaled(i + 0.5) - 0.5,
            ResizeCoordinates.AlignCorners => size == 1 ? 0 : i * (extent - 1) / (length - 1),
            ResizeCoordinates.Asymmetric => Unscaled(i),
            ResizeCoordinates.HalfPixelForNearest => Unscaled(i + 0.5),
            ResizeCoordinates.HalfPixelSymmetric => (extent / 2.0 * (1 - (size / length))) + Unscaled(i + 0.5) - 0.5,
            ResizeCoordinates.CropAndResize => Cropped(layer.Region!.Value[axis], layer.Region.Value[input.Rank + axis]),
            _ => Unscaled(i + 0.5) - 0.5,
        };

        double Cropped(double start, double end) => size == 1
            ? 0.5 * (start + end) * (extent - 1)
            : (start * (extent - 1)) + (i * (end - start) * (extent - 1) / (size - 1));
    }

    private static (int Sample, double Weight)[] Interpolate(Resize layer, int extent, double scale, double position)
    {
        if (layer.Interpolation == ResizeInterpolation.Nearest) return [(Math.Clamp(Nearest(layer.Rounding, position), 0, extent - 1), 1)];

        // An interpolating function is 0 beyond its radius, whichever neighbours are asked; antialiasing stretches it.
        double stretch = layer.Antialias ? Math.Min(scale, 1) : 1;
        double radius = (layer.Interpolation == ResizeInterpolation.Linear ? 1 : 2) / stretch;
        var neighbours = new List<(int Sample, double Weight)>();
        for (int neighbour = (int)Math.Floor(position - radius); neighbour <= (int)Math.Ceiling(position + radius); neighbour++)
        {
            double weight = Weight(layer, Math.Abs(neighbour - position) * stretch);
            if (weight != 0) neighbours.Add((neighbour, weight));
        }

        bool exclude = layer.ExcludeOutside && neighbours.Any(tap => tap.Sample >= 0 && tap.Sample < extent);
        if (exclude) neighbours.RemoveAll(tap => tap.Sample < 0 || tap.Sample >= extent);
        double sum = exclude || stretch < 1 ? neighbours.Sum(tap => tap.Weight) : 1;
        return [.. neighbours.Select(tap => (Math.Clamp(tap.Sample, 0, extent - 1), tap.Weight / sum))];
    }

    private static int Nearest(NearestRounding rounding, double position)
    {
        int below = (int)Math.Floor(position);
        double ratio = position - below;
        return rounding switch
        {
            NearestRounding.RoundPreferFloor => ratio <= 0.5 ? below : below + 1,
            NearestRounding.RoundPreferCeil => ratio < 0.5 ? below : below + 1,
            NearestRounding.Ceil => ratio == 0 ? below : below + 1,
            _ => below,
        };
    }

    // Keys, Cubic Convolution Interpolation for Digital Image Processing, 1981, equation 4.
    private static double Weight(Resize layer, double distance)
    {
        if (layer.Interpolation == ResizeInterpolation.Linear) return Math.Max(1 - distance, 0);
        double a = layer.CubicCoefficient;
        if (distance <= 1) return ((((a + 2) * distance) - (a + 3)) * distance * distance) + 1;
        return distance < 2 ? ((((a * distance) - (5 * a)) * distance) + (8 * a)) * distance - (4 * a) : 0;
    }
}
