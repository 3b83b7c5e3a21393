using System.Numerics;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Constants;

/// <summary>Computes reductions of values that are known at import.</summary>
internal static class ConstantReduction
{
    /// <summary>The reduced value.</summary>
    /// <param name="layer">What is computed, and over which axes.</param>
    /// <param name="value">Its input.</param>
    /// <exception cref="LayerRuleException">A constraint of the layer does not hold.</exception>
    public static ConstantValue Apply(Reduce layer, ConstantValue value)
    {
        Shape result = layer.InferShape(value.Shape);
        Shape kept = (layer with { KeepDimensions = true }).InferShape(value.Shape);
        int[] targets = ConstantRearrangement.Indices(value.Shape, 0, Broadcast.Strides(kept, value.Shape));
        int samples = layer.Axes.Aggregate(1, (count, axis) => count * value.Shape[axis]);
        return value.IsIntegral
            ? new ConstantValue(result, Accumulate(layer.Function, value.ToInt64(), targets, result.Count, samples, long.MinValue, long.MaxValue), value.Element)
            : ConstantValue.Rounded(
                result, Accumulate(layer.Function, value.ToDouble(), targets, result.Count, samples, double.NegativeInfinity, double.PositiveInfinity), value.Element);
    }

    private static T[] Accumulate<T>(ReduceFunction function, T[] values, int[] targets, int count, int samples, T lowest, T highest)
        where T : INumber<T>
    {
        var result = new T[count];
        Array.Fill(result, function switch { ReduceFunction.Product => T.One, ReduceFunction.Max => lowest, ReduceFunction.Min => highest, _ => T.Zero });
        for (int i = 0; i < values.Length; i++)
        {
            ref T total = ref result[targets[i]];
            total = function switch
            {
                ReduceFunction.Product => total * values[i],
                ReduceFunction.Max => T.Max(total, values[i]),
                ReduceFunction.Min => T.Min(total, values[i]),
                ReduceFunction.L2 => total + (values[i] * values[i]),
                _ => total + values[i],
            };
        }

        return function switch
        {
            ReduceFunction.Mean => Array.ConvertAll(result, total => total / T.CreateChecked(samples)),
            ReduceFunction.L2 => Array.ConvertAll(result, total => T.CreateTruncating(Math.Sqrt(double.CreateTruncating(total)))),
            _ => result,
        };
    }
}
