using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Magnitudes;

/// <summary>
/// M = |γ| / s · (|x| + |μ|) + |β|, with s = √(σ² + ε). The difference x − μ cancels: an engine that folds the layer into y = a·x + b, with a = γ/s and b = β − a·μ,
/// rounds a·x, a·μ and β apart, and each to its own size. One that subtracts first rounds |x − μ|, which is no larger.
/// </summary>
internal sealed class BatchNormMagnitude : IMagnitude<BatchNorm>
{
    public static void Run(BatchNorm layer, Operands operands, Tensor<double> output, Tensor<double> magnitude)
    {
        Tensor<double> input = operands.Input, mean = operands.Parameters[0]!, variance = operands.Parameters[1]!;
        Tensor<double>? scale = operands.Parameters[2], shift = operands.Parameters[3];
        int channels = output.Shape[1], samples = output.Shape.CountBetween(2, output.Shape.Rank);
        for (int i = 0; i < output.Count; i++)
        {
            int c = i / samples % channels;
            double factor = Math.Abs(scale?[c] ?? 1) / Math.Sqrt(variance[c] + layer.Epsilon);
            magnitude[i] = (factor * (Math.Abs(input[i]) + Math.Abs(mean[c]))) + Math.Abs(shift?[c] ?? 0);
        }
    }
}
