using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>The mean, the largest value (Math.Max keeps NaN) or √Σx² of each channel.</summary>
internal sealed class GlobalPoolKernel : IKernel<GlobalPool>
{
    public static void Run(GlobalPool layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        int samples = input.Count / output.Count;
        for (int channel = 0; channel < output.Count; channel++)
        {
            double sum = 0, squares = 0, largest = double.NegativeInfinity;
            for (int i = channel * samples; i < (channel + 1) * samples; i++)
            {
                sum += input[i];
                squares += input[i] * input[i];
                largest = Math.Max(largest, input[i]);
            }

            output[channel] = layer.Function switch
            {
                GlobalPoolFunction.Average => sum / samples,
                GlobalPoolFunction.L2 => Math.Sqrt(squares),
                _ => largest,
            };
        }
    }
}
