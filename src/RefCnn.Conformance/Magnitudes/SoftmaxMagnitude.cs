using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Magnitudes;

/// <summary>
/// M = y · (1 + |x − m|), m being the largest value of the line: the rounding of x − m moves the exponent by a part of |x − m|, and so y
/// by that part of itself. The sum moves by Σ y · |x − m| ≤ log n parts at most, which the layer's n roundings cover.
/// </summary>
internal sealed class SoftmaxMagnitude : IMagnitude<Softmax>
{
    public static void Run(Softmax layer, Operands operands, Tensor<double> output, Tensor<double> magnitude)
    {
        Tensor<double> maximum = ReferenceEngine.Compute(new Reduce(ReduceFunction.Max, [layer.Axis]), operands);
        Tensor<double> distance = ReferenceEngine.Compute(new Binary(BinaryFunction.Sub), new Operands([operands.Input, maximum], []));
        for (int i = 0; i < output.Count; i++)
            magnitude[i] = output[i] == 0 ? 0 : output[i] * (1 + Math.Abs(distance[i]));
    }
}
