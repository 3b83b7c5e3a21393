using System.Collections.Immutable;
using RefCnn.Conformance.Bounds.Rowwise;
using RefCnn.Conformance.Bounds.Winograd;
using RefCnn.Conformance.Magnitudes;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Bounds;

/// <summary>
/// How far each output of a correct engine may be from the true one, derived from the layer's accuracy rule and the engine's precision class
/// alone. docs/verdicts.md derives the formulas.
/// </summary>
/// <param name="Allowed">The bound B of every output.</param>
/// <param name="Deviation">The standard deviation σ that rounding errors have by theory; null where the rule has none.</param>
/// <param name="Roundings">For sums of products, how often a term is rounded: the n of γ(n) in <paramref name="Allowed"/>. 0 for other rules.</param>
public sealed record OutputBound(Tensor<double> Allowed, Tensor<double>? Deviation, int Roundings = 0)
{
    /// <summary>What is as right as the true output: within its own bound of one of these.</summary>
    public ImmutableArray<OutputAlternative> Alternatives { get; init; } = [];

    /// <summary>The bound of one layer on given operands.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">Its inputs and parameters.</param>
    /// <param name="output">The true output.</param>
    /// <param name="precision">The engine's precision class.</param>
    public static OutputBound Of(Layer layer, Operands operands, Tensor<double> output, PrecisionClass precision) =>
        precision.HasNarrowStorage ? StorageBound.Of(layer, operands, output, precision) : Computed(layer, operands, output, precision);

    /// <summary>The bound of one layer on exactly these operands, before anything is stored.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">Its inputs and parameters.</param>
    /// <param name="output">The true output.</param>
    /// <param name="precision">The engine's precision class.</param>
    internal static OutputBound Computed(Layer layer, Operands operands, Tensor<double> output, PrecisionClass precision)
    {
        Accuracy accuracy = layer.AccuracyFor([.. operands.Inputs.Select(input => input.Shape)]);
        return accuracy switch
        {
            Accuracy.Exact => new(new Tensor<double>(output.Shape), null),
            Accuracy.SumOfProducts sum when EquivalentConvolution.Of(layer, output.Shape, precision.Sums) is { IsEmpty: false } equivalents =>
                OfWinograd(equivalents, layer, operands, output, precision, sum),
            Accuracy.SumOfProducts sum => OfSum(layer, operands, output, precision, sum),
            Accuracy.Rounded rounded => new(Scale(new Tensor<double>(output.Shape, [.. output.Span]), output, Gamma(rounded.Roundings, precision.Unit), precision), null),
            Accuracy.Conditioned conditioned => new(
                Scale(MagnitudeTable.Of(layer, operands, output), output, Gamma(conditioned.Roundings, precision.Unit), precision), null),
            _ => throw new InvalidOperationException($"no bound for {accuracy}"),
        };
    }

    /// <summary>γ(n) = n·u / (1 − n·u): the relative error that n rounded operations can add up to (Higham 2002, §3.1).</summary>
    /// <param name="roundings">n.</param>
    /// <param name="unit">u.</param>
    public static double Gamma(int roundings, double unit) => roundings * unit / (1 - (roundings * unit));

    // B = γ(n + 1) · A, and σ² = u²/3 · (n·y²/3 + n·Q/6 + Q), with A and Q from the reference kernel on absolute values and on squares.
    private static OutputBound OfSum(Layer layer, Operands operands, Tensor<double> output, PrecisionClass precision, Accuracy.SumOfProducts sum)
    {
        (Tensor<double> magnitude, Tensor<double> energy) = RowwiseReference.Sizes(layer, operands);
        double n = sum.Terms, weight = Math.Abs(sum.CommonWeight ?? 1);
        ElementRanges.Run(output.Count, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                double y = output[i], q = energy[i] * weight;
                energy[i] = precision.Unit * Math.Sqrt(((n * y * y / 3) + (n * q / 6) + q) / 3);
            }
        });
        return new(Scale(magnitude, output, Gamma(sum.Terms + 1, precision.Unit), precision), Deviation: energy, sum.Terms + 1);
    }

    private static OutputBound OfWinograd(
        ImmutableArray<EquivalentConvolution> equivalents, Layer layer, Operands operands, Tensor<double> output, PrecisionClass precision, Accuracy.SumOfProducts sum)
    {
        (Tensor<double> magnitude, Tensor<double> variance) = WinogradSums.Of(equivalents, layer, operands, output);
        int roundings = equivalents.Max(equivalent => equivalent.Transforms.Roundings.Of(equivalent.StackedInputs));

        // A sample becomes up to 20 times as large on its way into the products. What overflows there, or is not finite, the class sums plainly, and as much around it as it likes.
        bool computable = AreBelow(magnitude, precision.Largest) && AreBelow(operands.Input, precision.Largest / 32);
        ElementRanges.Run(output.Count, (start, end) =>
        {
            for (int i = start; i < end; i++) variance[i] = precision.Unit * Math.Sqrt(variance[i] / 3);
        });
        var bound = new OutputBound(Scale(magnitude, output, Gamma(roundings, precision.Unit), precision), Deviation: variance, roundings);
        return computable ? bound : bound.Or(OfSum(layer, operands, output, precision, sum));
    }

    private static bool AreBelow(Tensor<double> tensor, double limit)
    {
        foreach (double value in tensor.Span)
        {
            if (!(Math.Abs(value) < limit)) return false;
        }

        return true;
    }

    private OutputBound Or(OutputBound plain)
    {
        for (int i = 0; i < Allowed.Count; i++)
        {
            Allowed[i] = Math.Max(Allowed[i], plain.Allowed[i]);
            if (Deviation is null || plain.Deviation is null) continue;
            Deviation[i] = double.IsFinite(Deviation[i]) ? Math.Max(Deviation[i], plain.Deviation[i]) : plain.Deviation[i];
        }

        return this;
    }

    // Makes a magnitude, which nothing else needs, the bound: large tensors are dear to allocate.
    private static Tensor<double> Scale(Tensor<double> magnitude, Tensor<double> output, double factor, PrecisionClass precision)
    {
        ElementRanges.Run(magnitude.Count, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                // A magnitude that overflows, of a finite output, says nothing: the output's own size remains.
                double size = double.IsFinite(magnitude[i]) ? Math.Abs(magnitude[i]) : Math.Abs(output[i]);
                magnitude[i] = (factor * size) + precision.SmallestNormal;
            }
        });
        return magnitude;
    }
}
