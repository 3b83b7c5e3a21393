using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = scale[c] · (x − m) / √(v + ε) + shift[c], with m and v the mean and the biased variance of one channel of one batch item.</summary>
internal sealed class InstanceNormKernel : IKernel<InstanceNorm>
{
    public static void Run(InstanceNorm layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        Tensor<double>? scale = operands.Parameters[0], shift = operands.Parameters[1];
        int channels = output.Shape[1], samples = output.Shape.CountBetween(2, output.Shape.Rank);
        for (int plane = 0; plane < output.Shape[0] * channels; plane++)
        {
            int c = plane % channels, first = plane * samples;
            double sum = 0;
            for (int i = first; i < first + samples; i++) sum += input[i];
            double mean = sum / samples;

            double squares = 0;
            for (int i = first; i < first + samples; i++) squares += (input[i] - mean) * (input[i] - mean);
            double deviation = Math.Sqrt((squares / samples) + layer.Epsilon);

            for (int i = first; i < first + samples; i++)
                output[i] = ((scale?[c] ?? 1) * ((input[i] - mean) / deviation)) + (shift?[c] ?? 0);
        }
    }
}
