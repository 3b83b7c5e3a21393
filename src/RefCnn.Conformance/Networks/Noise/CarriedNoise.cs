using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Networks.Noise;

/// <summary>What a layer that is not a sum of products makes of its inputs' variances: one line a kind; for others it is sampled.</summary>
internal static class CarriedNoise
{
    /// <summary>The carried variance of every output.</summary>
    public static Tensor<double> Of(Node node, Operands operands, Tensor<double> output, ImmutableArray<Tensor<double>?> incoming)
    {
        ImmutableArray<Tensor<double>> variances = [.. incoming.Select((variance, i) => variance ?? new Tensor<double>(operands.Inputs[i].Shape))];
        return node.Layer switch
        {
            // Copies move variances as they move values. A window's maximum has the variance of one of its values: at most the largest.
            RearrangementLayer or MaxPool2D or GlobalPool { Function: GlobalPoolFunction.Max } =>
                ReferenceEngine.Compute(node.Layer, operands with { Inputs = variances }),
            Relu => Scaled(variances[0], operands.Input, (x, _) => x > 0 ? 1 : 0, output),
            LeakyRelu leaky => Scaled(variances[0], operands.Input, (x, _) => x > 0 ? 1 : leaky.Slope, output),
            Clip clip => Scaled(variances[0], operands.Input, (x, _) => x > clip.Minimum && x < clip.Maximum ? 1 : 0, output),
            Tanh => Scaled(variances[0], operands.Input, (_, y) => 1 - (y * y), output),
            Sigmoid => Scaled(variances[0], operands.Input, (_, y) => y * (1 - y), output),
            BatchNorm norm => NormNoise.Of(norm, operands, variances[0]),
            InstanceNorm norm => NormNoise.Of(norm, operands, variances[0]),
            LocalResponseNorm norm => ResponseNoise.Of(norm, operands.Input, output, variances[0]),
            Softmax softmax => SoftmaxNoise.Of(softmax, output, variances[0]),
            Binary { Function: BinaryFunction.Add or BinaryFunction.Sub } => ReferenceEngine.Compute(new Binary(BinaryFunction.Add), new Operands(variances, [])),
            Binary { Function: BinaryFunction.Mul } => Product(operands, variances),
            _ => SampledNoise.Of(node, operands, output, variances),
        };
    }

    private static Tensor<double> Scaled(Tensor<double> variance, Tensor<double> input, Func<double, double, double> slope, Tensor<double> output)
    {
        var carried = new Tensor<double>(output.Shape);
        for (int i = 0; i < carried.Count; i++)
        {
            double derivative = slope(input[i], output[i]);
            carried[i] = derivative * derivative * variance[i];
        }

        return carried;
    }

    // (a·b)' = b·a' + a·b', with the layer's own broadcasting.
    private static Tensor<double> Product(Operands operands, ImmutableArray<Tensor<double>> variances)
    {
        var multiply = new Binary(BinaryFunction.Mul);
        Tensor<double> a = operands.Inputs[0].Map(x => x * x), b = operands.Inputs[1].Map(x => x * x);
        return NoisePropagation.Sum(
            ReferenceEngine.Compute(multiply, new Operands([variances[0], b], [])),
            ReferenceEngine.Compute(multiply, new Operands([a, variances[1]], [])));
    }
}
