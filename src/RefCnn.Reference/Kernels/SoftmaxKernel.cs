using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = e^(x − m) / Σ e^(x − m) along one axis, m being the largest value of the line.</summary>
internal sealed class SoftmaxKernel : IKernel<Softmax>
{
    public static void Run(Softmax layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        foreach (Line line in Line.Along(layer.Axis, input.Shape))
        {
            double maximum = line.Maximum(input), sum = 0;
            for (int i = 0; i < line.Count; i++) sum += Math.Exp(input[line.At(i)] - maximum);
            for (int i = 0; i < line.Count; i++) output[line.At(i)] = Math.Exp(input[line.At(i)] - maximum) / sum;
        }
    }
}
