using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = Σ of the window's samples / divisor, with the divisor by <see cref="PoolDivisor"/>.</summary>
internal sealed class AveragePool2DKernel : IKernel<AveragePool2D>
{
    public static void Run(AveragePool2D layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        PoolWindows.Fill(output, parallel, (n, c, y, x) =>
        {
            double sum = 0;
            foreach ((int inputY, int inputX) in PoolWindows.Inside(layer.Window, input.Shape, y, x))
                sum += input[n, c, inputY, inputX];
            return sum / Divisor(layer, input.Shape, y, x);
        });
    }

    private static int Divisor(AveragePool2D layer, Shape input, int y, int x)
    {
        Window2D window = layer.Window;
        Padding2D padding = window.Padding;
        return layer.Divisor switch
        {
            PoolDivisor.Inside => PoolWindows.Inside(window, input, y, x).Count(),
            PoolDivisor.Padded =>
                TapsBefore(input.Height + padding.Top + padding.Bottom, y * window.Stride.Height, window.Kernel.Height, window.Dilation.Height)
                * TapsBefore(input.Width + padding.Left + padding.Right, x * window.Stride.Width, window.Kernel.Width, window.Dilation.Width),
            _ => window.Kernel.Height * window.Kernel.Width,
        };
    }

    // Positions count from the start of the padding, so that a tap is past the end only where a ceil window overhangs.
    private static int TapsBefore(int end, int start, int kernel, int dilation)
    {
        int taps = 0;
        for (int tap = 0; tap < kernel; tap++)
        {
            if (start + (tap * dilation) < end) taps++;
        }

        return taps;
    }
}
