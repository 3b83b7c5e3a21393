using System.Collections.Immutable;
using RefCnn.Conformance.Bounds;
using RefCnn.Conformance.Bounds.Rowwise;
using RefCnn.Conformance.Magnitudes;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Networks;

/// <summary>
/// The bound of layers that a backend computes as one. The first layer's own bound e is carried through each later one by running the reference at x − e and x + e,
/// which enclose the output because the layer is monotone (<see cref="MonotoneLayers"/>), and the later layer's own bound is added.
/// An engine that folds a batch norm or an addition into the sums before it rounds the folded weights a few times more, and the folded terms as often as the sums: that is allowed too.
/// </summary>
internal static class GroupBound
{
    /// <summary>The roundings of a folded weight w · γ / √(σ² + ε): the sum, the root, the quotient, the product.</summary>
    public const int FoldingRoundings = 4;

    // Later layers round numbers that are off by e already: e² terms, of relative size n · u for the n ≤ 64 roundings of the layers that carry.
    private const int SecondOrderRoundings = 64;

    /// <summary>What is known of a layer's output, from what is known of its inputs; null where the inputs were not seen and the layer carries no bound.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="precision">The precision class of the node.</param>
    /// <param name="threads">How many threads the reference may use; 0 for all processors.</param>
    /// <param name="cancellation">Gives up.</param>
    public static GroupValue? Extend(Layer layer, ImmutableArray<GroupValue> inputs, PrecisionClass precision, int threads, CancellationToken cancellation)
    {
        bool seen = inputs.All(input => input.Allowed is null);
        if (!seen && !MonotoneLayers.Has(layer)) return null;
        Operands operands = ReferenceEngine.OperandsOf(layer, [.. inputs.Select(input => input.Value)]);
        Tensor<double> output = RowwiseReference.Compute(layer, operands, threads, cancellation);
        OutputBound own = OutputBound.Of(layer, operands, output, precision);

        // The reference's own error is its bound in float64: the same bound, smaller by the ratio of the units.
        double withReference = 1 + (PrecisionClass.Float64.Unit / precision.Unit);
        bool copies = layer.AccuracyFor([.. operands.Inputs.Select(input => input.Shape)]) is Accuracy.Exact && !precision.HasNarrowStorage;
        ElementRanges.Run(copies ? 0 : output.Count, (start, end) =>
        {
            for (int i = start; i < end; i++) own.Allowed[i] *= withReference;
        });
        if (seen) return new GroupValue(output, own.Allowed, own.Deviation, own.Roundings) { Alternatives = own.Alternatives };

        int roundings = inputs.Max(input => input.Roundings);
        bool folds = roundings > 0 && layer is BatchNorm or Binary { Function: BinaryFunction.Add };
        double widening = folds ? OutputBound.Gamma(roundings + FoldingRoundings, precision.Unit) / OutputBound.Gamma(roundings, precision.Unit) : 1;
        Tensor<double> low = At(-widening), high = At(widening);
        double secondOrder = 1 + OutputBound.Gamma(SecondOrderRoundings, precision.Unit);
        for (int i = 0; i < output.Count; i++)
        {
            double carried = Math.Max(Math.Abs(high[i] - output[i]), Math.Abs(output[i] - low[i]));
            own.Allowed[i] += (secondOrder * carried) + (4 * PrecisionClass.Float64.Unit * Math.Abs(output[i]));
        }

        if (folds) AllowFoldedTerms(layer, operands, output, OutputBound.Gamma(roundings + FoldingRoundings, precision.Unit), own.Allowed);
        return new GroupValue(output, own.Allowed, null, folds ? roundings + FoldingRoundings : 0);

        Tensor<double> At(double share) => RowwiseReference.Compute(
            layer, ReferenceEngine.OperandsOf(layer, [.. inputs.Select(input => Moved(input, share))]), threads, cancellation);
    }

    private static Tensor<double> Moved(GroupValue input, double share)
    {
        if (input.Allowed is null) return input.Value;
        var moved = new Tensor<double>(input.Value.Shape);
        for (int i = 0; i < moved.Count; i++) moved[i] = input.Value[i] + (share * input.Allowed[i]);
        return moved;
    }

    private static void AllowFoldedTerms(Layer layer, Operands operands, Tensor<double> output, double factor, Tensor<double> allowed)
    {
        Tensor<double> magnitude = layer is BatchNorm ? MagnitudeTable.Of(layer, operands, output) : RowwiseReference.Compute(layer, operands.Map(Math.Abs));
        for (int i = 0; i < allowed.Count; i++) allowed[i] += factor * magnitude[i];
    }
}
