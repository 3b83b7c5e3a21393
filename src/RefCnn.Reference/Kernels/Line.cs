using RefCnn.Core;

namespace RefCnn.Reference.Kernels;

/// <summary>The values of a tensor that differ in one axis' index only.</summary>
/// <param name="Start">The flat index of the first.</param>
/// <param name="Stride">How far apart neighbours lie.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct Line(int Start, int Stride, int Count)
{
    /// <summary>All lines along an axis of a shape.</summary>
    public static IEnumerable<Line> Along(int axis, Shape shape)
    {
        int outer = shape.CountBetween(0, axis), count = shape[axis], stride = shape.CountBetween(axis + 1, shape.Rank);
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < stride; i++) yield return new Line((o * count * stride) + i, stride, count);
        }
    }

    /// <summary>The flat index of the line's i-th value.</summary>
    public int At(int i) => Start + (i * Stride);

    /// <summary>The largest value; NaN if any is.</summary>
    public double Maximum(Tensor<double> tensor)
    {
        double maximum = double.NegativeInfinity;
        for (int i = 0; i < Count; i++) maximum = Math.Max(maximum, tensor[At(i)]);
        return maximum;
    }
}
