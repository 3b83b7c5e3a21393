using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = scale[c] · (x − mean[c]) / √(variance[c] + ε) + shift[c].</summary>
internal sealed class BatchNormKernel : IKernel<BatchNorm>
{
    public static void Run(BatchNorm layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input, mean = operands.Parameters[0]!, variance = operands.Parameters[1]!;
        Tensor<double>? scale = operands.Parameters[2], shift = operands.Parameters[3];
        int channels = output.Shape[1], samples = output.Shape.CountBetween(2, output.Shape.Rank);
        for (int i = 0; i < output.Count; i++)
        {
            int c = i / samples % channels;
            double normalised = (input[i] - mean[c]) / Math.Sqrt(variance[c] + layer.Epsilon);
            output[i] = ((scale?[c] ?? 1) * normalised) + (shift?[c] ?? 0);
        }
    }
}
