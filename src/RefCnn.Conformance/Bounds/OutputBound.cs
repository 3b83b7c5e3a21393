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
    /// <summary>The bound of one layer on given operands.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">Its inputs and parameters.</param>
    /// <param name="output">The true output.</param>
    /// <param name="precision">The engine's precision class.</param>
    public static OutputBound Of(Layer layer, Operands operands, Tensor<double> output, PrecisionClass precision)
    {
        Accuracy accuracy = layer.AccuracyFor([.. operands.Inputs.Select(input => input.Shape)]);
        return accuracy switch
        {
            Accuracy.Exact => new(Storage(output, precision), null),
            Accuracy.SumOfProducts when precision.Sums == SumAlgorithm.Winograd4x4 && EquivalentConvolution.Of(layer, output.Shape) is { } equivalent =>
                OfWinograd(equivalent, layer, operands, output, precision),
            Accuracy.SumOfProducts sum => OfSum(layer, operands, output, precision, sum),
            Accuracy.Rounded rounded => new(Scaled(output, output, Gamma(rounded.Roundings, precision.Unit), precision), null),
            Accuracy.Conditioned conditioned => new(
                Scaled(MagnitudeTable.Of(layer, operands, output), output, Gamma(conditioned.Roundings, precision.Unit), precision), null),
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
        Tensor<double> magnitude = RowwiseReference.Compute(layer, operands.Map(Math.Abs));
        Tensor<double> energy = RowwiseReference.Compute(layer, operands.Map(x => x * x));
        var deviation = new Tensor<double>(output.Shape);
        double n = sum.Terms, weight = Math.Abs(sum.CommonWeight ?? 1);
        for (int i = 0; i < deviation.Count; i++)
        {
            double y = output[i], q = energy[i] * weight;
            deviation[i] = precision.Unit * Math.Sqrt(((n * y * y / 3) + (n * q / 6) + q) / 3);
        }

        return new(Scaled(magnitude, output, Gamma(sum.Terms + 1, precision.Unit), precision), deviation, sum.Terms + 1);
    }

    private static OutputBound OfWinograd(EquivalentConvolution equivalent, Layer layer, Operands operands, Tensor<double> output, PrecisionClass precision)
    {
        var sums = WinogradSums.Of(equivalent, layer, operands, output);
        int roundings = WinogradSums.RoundingsOf(equivalent.StackedInputs);
        return new(
            Scaled(sums.Magnitude, output, Gamma(roundings, precision.Unit), precision),
            sums.Variance.Map(variance => precision.Unit * Math.Sqrt(variance / 3)),
            roundings);
    }

    private static Tensor<double> Scaled(Tensor<double> magnitude, Tensor<double> output, double factor, PrecisionClass precision)
    {
        Tensor<double> allowed = Storage(output, precision);
        for (int i = 0; i < allowed.Count; i++)
        {
            // A magnitude that overflows, of a finite output, says nothing: the output's own size remains.
            double size = double.IsFinite(magnitude[i]) ? Math.Abs(magnitude[i]) : Math.Abs(output[i]);
            allowed[i] += (factor * size) + precision.SmallestNormal;
        }

        return allowed;
    }

    // Float32 operands are stored exactly by float32 and float64 engines; narrower storage rounds once more.
    private static Tensor<double> Storage(Tensor<double> output, PrecisionClass precision) =>
        precision.StorageUnit > PrecisionClass.Float32.StorageUnit ? output.Map(y => precision.StorageUnit * Math.Abs(y)) : new Tensor<double>(output.Shape);
}
