using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>What the kernels of windowed pooling share: the walk over all outputs, and the samples that one window sees.</summary>
internal static class PoolWindows
{
    /// <summary>Fills the output with a function of batch item, channel, row and column.</summary>
    public static void Fill(Tensor<double> output, ParallelOptions parallel, Func<int, int, int, int, double> pool) =>
        Parallel.For(0, output.Shape.Channels, parallel, c =>
        {
            for (int n = 0; n < output.Shape.Batch; n++)
            {
                for (int y = 0; y < output.Shape.Height; y++)
                {
                    for (int x = 0; x < output.Shape.Width; x++) output[n, c, y, x] = pool(n, c, y, x);
                }
            }
        });

    /// <summary>The taps of window (y, x) that lie inside the input, row by row.</summary>
    public static IEnumerable<(int Y, int X)> Inside(Window2D window, Shape input, int y, int x)
    {
        for (int kh = 0; kh < window.Kernel.Height; kh++)
        {
            int inputY = (y * window.Stride.Height) + (kh * window.Dilation.Height) - window.Padding.Top;
            if (inputY < 0 || inputY >= input.Height) continue;
            for (int kw = 0; kw < window.Kernel.Width; kw++)
            {
                int inputX = (x * window.Stride.Width) + (kw * window.Dilation.Width) - window.Padding.Left;
                if (inputX >= 0 && inputX < input.Width) yield return (inputY, inputX);
            }
        }
    }
}
