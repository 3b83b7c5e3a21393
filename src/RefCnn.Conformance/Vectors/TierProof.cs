using System.Collections.Immutable;
using System.Numerics;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance;

/// <summary>
/// Proves that a case belongs to <see cref="Tier.Exact"/>. For sums of products: every product, and the bias, is a whole number of units, where a unit is the
/// product of the operands' grids; if the sum of their magnitudes is at most 2^24 units, every partial sum in any order is exact in float32.
/// A grid is the largest power of two that divides all values.
/// </summary>
internal static class TierProof
{
    private const double LargestSum = 1 << 24;

    // The exponents of the smallest number that float32 holds, and of the first that it does not.
    private const int SmallestExponent = -149, OverflowExponent = 128;

    /// <summary>Why a case is not exact, or null where it is.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Inputs that satisfy its constraints.</param>
    public static string? Gap(Layer layer, ImmutableArray<Tensor<float>> inputs)
    {
        Accuracy accuracy = layer.AccuracyFor([.. inputs.Select(input => input.Shape)]);
        if (accuracy is Accuracy.Exact) return null;
        if (accuracy is not Accuracy.SumOfProducts sum) return $"{layer.Kind} rounds: its accuracy is {accuracy.GetType().Name}";
        if (!ReferenceEngine.HasKernel(layer.GetType())) return $"the reference has no kernel for {layer.Kind} to prove it with";

        Tensor<float>? weight = layer.Parameters.FirstOrDefault(parameter => parameter.Name == "weight").Value;
        Tensor<float>? bias = layer.Parameters.FirstOrDefault(parameter => parameter.Name == "bias").Value;
        if (weight is null && inputs.Length == 1 && !(sum.CommonWeight is { } common && double.IsPow2(common)))
            return "its products' weights are not all one power of two";
        int? weightGrid = weight is not null ? GridOf(weight.Span) : inputs.Length == 2 ? GridOf(inputs[1].Span) : Math.ILogB(sum.CommonWeight!.Value);
        int? products = GridOf(inputs[0].Span) + weightGrid, biases = bias is null ? null : GridOf(bias.Span);
        double largest = Magnitude(layer, inputs);
        if (largest == 0) return null;
        int unit = Math.Min(products ?? int.MaxValue, biases ?? int.MaxValue);
        double units = Math.ScaleB(largest, -unit);
        if (units > LargestSum) return $"the largest sum of magnitudes is {units:R} units of 2^{unit}; expected at most 2^24";
        return unit < SmallestExponent || largest >= Math.ScaleB(1, OverflowExponent) ? $"the largest sum of magnitudes, {largest:R}, is outside float32's range" : null;
    }

    // Infinities and NaN make their outputs infinite or NaN whatever the rest of the sum is, so that only finite operands matter.
    private static double Magnitude(Layer layer, ImmutableArray<Tensor<float>> inputs)
    {
        Operands magnitudes = ReferenceEngine.OperandsOf(layer, [.. inputs.Select(input => input.ToDouble())])
            .Map(value => double.IsFinite(value) ? Math.Abs(value) : 0);
        return ReferenceEngine.Compute(layer, magnitudes).Values.DefaultIfEmpty(0).Max();
    }

    // The exponent of the grid; null where there is no finite value but 0, which lies on any.
    private static int? GridOf(ReadOnlySpan<float> values)
    {
        int? grid = null;
        foreach (float value in values)
        {
            if (value == 0 || !float.IsFinite(value)) continue;
            uint bits = BitConverter.SingleToUInt32Bits(value), fraction = bits & 0x7FFFFF;
            int exponent = (int)((bits >> 23) & 0xFF);
            uint significand = exponent == 0 ? fraction : fraction | 0x800000;
            int lowest = Math.Max(exponent, 1) - 150 + BitOperations.TrailingZeroCount(significand);
            grid = Math.Min(grid ?? lowest, lowest);
        }

        return grid;
    }
}
