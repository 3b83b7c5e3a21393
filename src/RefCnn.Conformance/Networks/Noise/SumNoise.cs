using System.Collections.Immutable;
using RefCnn.Conformance.Bounds.Rowwise;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Networks.Noise;

/// <summary>
/// Sums of n products: σ² = Σ w² · σ²ₓ + (n·y²/3 + n·Q/6 + Q) / 3 with Q = Σ w² · x². Both sums are one: the layer's own kernel on w² and on σ²ₓ + (n/6 + 1)/3 · x².
/// A product of two inputs has Σ x² · σ²ᵥ too, v being the second.
/// </summary>
internal static class SumNoise
{
    public static Tensor<double> Of(Layer layer, Accuracy.SumOfProducts sum, Operands operands, Tensor<double> output, ImmutableArray<Tensor<double>?> incoming)
    {
        double share = ((sum.Terms / 6.0) + 1) / 3;
        Tensor<double> input = operands.Input.Map(x => share * x * x);
        if (incoming[0] is { } first) input = NoisePropagation.Sum(input, first);

        // The bias is exact, and part of Q.
        var parameters = layer.Parameters.Zip(operands.Parameters, (parameter, value) => value?.Map(w => w * w * (parameter.Name == "bias" ? share : 1)));
        Tensor<double> energy = RowwiseReference.Compute(layer, new Operands([input, .. operands.Inputs.Skip(1).Select(other => other.Map(x => x * x))], [.. parameters]));
        if (layer is MatMul && incoming[1] is { } second) energy = NoisePropagation.Sum(energy, ReferenceEngine.Compute(layer, new Operands([operands.Input.Map(x => x * x), second], [])));
        double weight = Math.Abs(sum.CommonWeight ?? 1);
        var variance = new Tensor<double>(output.Shape);
        for (int i = 0; i < variance.Count; i++) variance[i] = (energy[i] * weight) + (sum.Terms * output[i] * output[i] / 9);
        return variance;
    }
}
