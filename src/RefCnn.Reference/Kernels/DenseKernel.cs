using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y[…, o] = bias[o] + Σ over i of x[…, i] · weight[o, i].</summary>
internal sealed class DenseKernel : IKernel<Dense>
{
    public static void Run(Dense layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input, weight = operands.Parameters[0]!;
        Tensor<double>? bias = operands.Parameters[1];
        int outputs = weight.Shape[0], inputs = weight.Shape[1], rows = output.Count / outputs;

        Parallel.For(0, outputs, parallel, o =>
        {
            for (int row = 0; row < rows; row++)
            {
                double sum = 0;
                for (int i = 0; i < inputs; i++) sum += input[(row * inputs) + i] * weight[o, i];
                output[(row * outputs) + o] = (bias?[o] ?? 0) + sum;
            }
        });
    }
}
