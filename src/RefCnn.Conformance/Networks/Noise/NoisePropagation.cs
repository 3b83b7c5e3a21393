using System.Collections.Immutable;
using RefCnn.Conformance.Magnitudes;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Networks.Noise;

/// <summary>
/// The variance that rounding gives each value of a node, to first order, in units of u²: what its inputs bring, through the layer's derivatives, plus its own roundings.
/// Errors of different values are taken to be independent. docs/verdicts.md derives the rules.
/// </summary>
public static class NoisePropagation
{
    /// <summary>The variance of every output of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="operands">Its inputs and parameters.</param>
    /// <param name="output">Its output.</param>
    /// <param name="incoming">The variance of each input; null where it is exact.</param>
    public static Tensor<double>? Of(Node node, Operands operands, Tensor<double> output, ImmutableArray<Tensor<double>?> incoming)
    {
        Layer layer = node.Layer;
        Accuracy accuracy = layer.AccuracyFor([.. operands.Inputs.Select(input => input.Shape)]);
        if (accuracy is Accuracy.SumOfProducts sum) return SumNoise.Of(layer, sum, operands, output, incoming);

        Tensor<double>? carried = incoming.All(variance => variance is null) ? null : CarriedNoise.Of(node, operands, output, incoming);
        Tensor<double>? own = accuracy switch
        {
            _ when layer is InstanceNorm norm => NormNoise.Own(norm, operands, output),
            Accuracy.Rounded rounded => Own(rounded.Roundings, output),
            Accuracy.Conditioned conditioned => Own(conditioned.Roundings, MagnitudeTable.Of(layer, operands, output)),
            _ => null,
        };
        return carried is null ? own : own is null ? carried : Sum(carried, own);
    }

    /// <summary>The sum of two variances.</summary>
    internal static Tensor<double> Sum(Tensor<double> a, Tensor<double> b)
    {
        var sum = new Tensor<double>(a.Shape);
        for (int i = 0; i < sum.Count; i++) sum[i] = a[i] + b[i];
        return sum;
    }

    // A rounding is uniform within ±u of the size that it rounds: variance size² · u² / 3.
    private static Tensor<double> Own(int roundings, Tensor<double> magnitude) => magnitude.Map(size => roundings * size * size / 3);
}
