using System.Collections.Immutable;
using RefCnn.Conformance.Bounds.Rowwise;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Bounds;

/// <summary>
/// The bound of classes whose storage is narrower than float32. Sums are as exact as float32's, but outputs are rounded to storage, and so are the
/// results of the stages of a layer that is made of several operations; and engines may compute from operands as the format holds them.
/// docs/verdicts.md derives it.
/// </summary>
internal static class StorageBound
{
    /// <summary>The bound of one layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">Its operands.</param>
    /// <param name="output">The true output.</param>
    /// <param name="precision">The class.</param>
    public static OutputBound Of(Layer layer, Operands operands, Tensor<double> output, PrecisionClass precision)
    {
        var others = ImmutableArray.CreateBuilder<OutputAlternative>();
        foreach (StoredOperands stored in StoredOperands.Of(layer, operands, precision))
        {
            Tensor<double> moved = RowwiseReference.Compute(stored.Layer, stored.Operands);
            others.Add(new OutputAlternative(moved, At(stored.Layer, stored.Operands, moved, precision)));
        }

        return At(layer, operands, output, precision) with { Alternatives = others.ToImmutable() };
    }

    /// <summary>The bound of exact operands whose sums round nowhere: only storing does.</summary>
    /// <param name="output">The true output.</param>
    /// <param name="precision">The class.</param>
    public static OutputBound OfExact(Tensor<double> output, PrecisionClass precision) => new(output.Map(y => Copied(y, precision)), null);

    // Around the output of given operands: float32's bound, the stages' roundings, and one of the result.
    private static OutputBound At(Layer layer, Operands operands, Tensor<double> output, PrecisionClass precision)
    {
        Accuracy accuracy = layer.AccuracyFor([.. operands.Inputs.Select(input => input.Shape)]);
        if (accuracy is Accuracy.Exact) return OfExact(output, precision);
        OutputBound computed = OutputBound.Computed(layer, operands, output, precision);
        int stages = accuracy switch { Accuracy.Rounded rounded => rounded.Stages, Accuracy.Conditioned conditioned => conditioned.Stages, _ => 0 };
        Tensor<double>? magnitude = stages == 0 ? null : accuracy is Accuracy.Conditioned ? Magnitudes.MagnitudeTable.Of(layer, operands, output) : output;
        for (int i = 0; i < output.Count; i++)
        {
            if (magnitude is not null) computed.Allowed[i] += OutputBound.Gamma(stages, precision.StorageUnit) * Math.Abs(magnitude[i]);
            computed.Allowed[i] += precision.StorageUnit * (Math.Abs(output[i]) + computed.Allowed[i]);
            if (computed.Deviation is { } deviation) deviation[i] = Hypotenuse(deviation[i], (precision.StorageUnit * Math.Abs(output[i])) + (precision.SmallestNormal * precision.StorageUnit));
        }

        return computed;
    }

    // A number that the format holds is copied exactly, another is rounded once; below the smallest normal number it may become 0.
    private static double Copied(double y, PrecisionClass precision)
    {
        double stored = precision.Store(y);
        double rounding = double.IsFinite(stored) && double.IsFinite(y) ? Math.Abs(stored - y) : 0;
        return Math.Abs(y) < precision.SmallestNormal ? Math.Max(rounding, Math.Abs(y)) : rounding;
    }

    private static double Hypotenuse(double a, double b) => Math.Sqrt((a * a) + (b * b));
}
