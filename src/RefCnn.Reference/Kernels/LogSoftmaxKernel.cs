using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = (x − m) − log Σ e^(x − m) along one axis, m being the largest value of the line.</summary>
internal sealed class LogSoftmaxKernel : IKernel<LogSoftmax>
{
    public static void Run(LogSoftmax layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        foreach (Line line in Line.Along(layer.Axis, input.Shape))
        {
            double maximum = line.Maximum(input), sum = 0;
            for (int i = 0; i < line.Count; i++) sum += Math.Exp(input[line.At(i)] - maximum);
            for (int i = 0; i < line.Count; i++) output[line.At(i)] = input[line.At(i)] - maximum - Math.Log(sum);
        }
    }
}
