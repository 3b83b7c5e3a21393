using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y[n, o, y · stride + kh · dilation − padding, …] += x[n, i, y, x] · weight[i, o, kh, kw] for every input sample and tap; then + bias[o].</summary>
internal sealed class ConvTranspose2DKernel : IKernel<ConvTranspose2D>
{
    public static void Run(ConvTranspose2D layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input, weight = operands.Parameters[0]!;
        Tensor<double>? bias = operands.Parameters[1];
        int inputsPerGroup = input.Shape.Channels / layer.Groups;

        Parallel.For(0, layer.Outputs, parallel, o =>
        {
            int firstInput = o / layer.OutputsPerGroup * inputsPerGroup;
            for (int n = 0; n < output.Shape.Batch; n++)
            {
                for (int i = firstInput; i < firstInput + inputsPerGroup; i++) Scatter(layer, input, weight, output, n, o, i);
                for (int y = 0; y < output.Shape.Height; y++)
                {
                    for (int x = 0; x < output.Shape.Width; x++) output[n, o, y, x] += bias?[o] ?? 0;
                }
            }
        });
    }

    private static void Scatter(ConvTranspose2D layer, Tensor<double> input, Tensor<double> weight, Tensor<double> output, int n, int o, int i)
    {
        Window2D window = layer.Window;
        for (int y = 0; y < input.Shape.Height; y++)
        {
            for (int x = 0; x < input.Shape.Width; x++)
            {
                for (int kh = 0; kh < window.Kernel.Height; kh++)
                {
                    int outputY = (y * window.Stride.Height) + (kh * window.Dilation.Height) - window.Padding.Top;
                    if (outputY < 0 || outputY >= output.Shape.Height) continue;
                    for (int kw = 0; kw < window.Kernel.Width; kw++)
                    {
                        int outputX = (x * window.Stride.Width) + (kw * window.Dilation.Width) - window.Padding.Left;
                        if (outputX < 0 || outputX >= output.Shape.Width) continue;
                        output[n, o, outputY, outputX] += input[n, i, y, x] * weight[i, o % layer.OutputsPerGroup, kh, kw];
                    }
                }
            }
        }
    }
}
