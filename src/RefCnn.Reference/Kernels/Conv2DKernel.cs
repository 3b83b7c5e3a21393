using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y[n, o, y, x] = bias[o] + Σ over i, kh, kw of x[n, i, y · stride + kh · dilation − padding, …] · weight[o, i, kh, kw].</summary>
internal sealed class Conv2DKernel : IKernel<Conv2D>
{
    public static void Run(Conv2D layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input, weight = operands.Parameters[0]!;
        Tensor<double>? bias = operands.Parameters[1];
        int outputsPerGroup = layer.Outputs / layer.Groups;

        Parallel.For(0, layer.Outputs, parallel, o =>
        {
            int firstInput = o / outputsPerGroup * layer.InputsPerGroup;
            for (int n = 0; n < output.Shape.Batch; n++)
            {
                for (int y = 0; y < output.Shape.Height; y++)
                {
                    for (int x = 0; x < output.Shape.Width; x++)
                        output[n, o, y, x] = (bias?[o] ?? 0) + Window(layer, input, weight, n, o, firstInput, y, x);
                }
            }
        });
    }

    private static double Window(Conv2D layer, Tensor<double> input, Tensor<double> weight, int n, int o, int firstInput, int y, int x)
    {
        (Size2D kernel, Size2D stride, Size2D dilation, Padding2D padding) = layer.Window;
        int inputsPerGroup = layer.InputsPerGroup, height = input.Shape.Height, width = input.Shape.Width;
        double sum = 0;
        for (int i = 0; i < inputsPerGroup; i++)
        {
            for (int kh = 0; kh < kernel.Height; kh++)
            {
                int inputY = (y * stride.Height) + (kh * dilation.Height) - padding.Top;
                if (inputY < 0 || inputY >= height) continue;
                for (int kw = 0; kw < kernel.Width; kw++)
                {
                    int inputX = (x * stride.Width) + (kw * dilation.Width) - padding.Left;
                    if (inputX < 0 || inputX >= width) continue;
                    sum += input[n, firstInput + i, inputY, inputX] * weight[o, i, kh, kw];
                }
            }
        }

        return sum;
    }
}
