using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Magnitudes;

/// <summary>
/// M = 1 + |m| + |y|, m being the largest value of the line: the sum has a relative error, which its logarithm makes absolute; a sound
/// engine may round m + log Σ (log Σ ≤ log n, which the layer's n roundings cover); and what is left is rounded relative to |y| ≥ |x − m|.
/// </summary>
internal sealed class LogSoftmaxMagnitude : IMagnitude<LogSoftmax>
{
    public static void Run(LogSoftmax layer, Operands operands, Tensor<double> output, Tensor<double> magnitude)
    {
        Tensor<double> maximum = ReferenceEngine.Compute(new Reduce(ReduceFunction.Max, [layer.Axis]), operands);
        int extent = output.Shape[layer.Axis], inner = output.Shape.CountBetween(layer.Axis + 1, output.Shape.Rank);
        for (int i = 0; i < output.Count; i++)
        {
            double largest = maximum[(i / (extent * inner) * inner) + (i % inner)];
            magnitude[i] = 1 + Math.Abs(largest) + Math.Abs(output[i]);
        }
    }
}
