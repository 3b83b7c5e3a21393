using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Magnitudes;

/// <summary>
/// M = s · (X + Σ over the resampled axes of D · (1 + extent)), X being the largest |x| and D the largest difference between neighbours along
/// the axis. X covers the weighted sum. A sound engine may compute positions in float32, which moves each by a part of 1 + extent, and a sample
/// there by that times the slope D. s = 1 for linear; 2 for cubic, whose slope is at most 1.5 · D along an axis and whose weights, negative
/// ones included, have absolute values that add up to at most 1.4, both for a = −0.75. Values that are not finite are left out: their outputs need no bound.
/// </summary>
internal sealed class ResizeMagnitude : IMagnitude<Resize>
{
    public static void Run(Resize layer, Operands operands, Tensor<double> output, Tensor<double> magnitude)
    {
        Tensor<double> input = operands.Input;
        double sum = 0;
        foreach (double x in input.Span) sum = Largest(sum, x);
        for (int axis = 0; axis < input.Shape.Rank; axis++)
        {
            bool resampled = layer.Region is not null || layer.Scale(input.Shape, axis) != 1;
            if (resampled) sum += LargestDifference(input, axis) * (1 + input.Shape[axis]);
        }

        magnitude.Span.Fill(layer.Interpolation == ResizeInterpolation.Cubic ? 2 * sum : sum);
    }

    private static double LargestDifference(Tensor<double> input, int axis)
    {
        int stride = input.Shape.CountBetween(axis + 1, input.Shape.Rank), extent = input.Shape[axis];
        double largest = 0;
        for (int i = 0; i < input.Count; i++)
        {
            bool last = i / stride % extent == extent - 1;
            if (!last) largest = Largest(largest, input[i + stride] - input[i]);
        }

        return largest;
    }

    private static double Largest(double largest, double x) => double.IsFinite(x) ? Math.Max(largest, Math.Abs(x)) : largest;
}
