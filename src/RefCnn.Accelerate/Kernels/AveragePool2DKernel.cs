using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = Σ of the window's samples / divisor, with the divisor by <see cref="PoolDivisor"/>; summed in double, rounded once.</summary>
internal sealed class AveragePool2DKernel : IKernel<AveragePool2D>
{
    public static Step Prepare(AveragePool2D layer, Operands operands)
    {
        (Window2D window, int height, int width) = (layer.Window, operands.Input.Shape.Height, operands.Input.Shape.Width);
        int paddedHeight = height + window.Padding.Top + window.Padding.Bottom, paddedWidth = width + window.Padding.Left + window.Padding.Right;
        return new PoolStep<Mean>(new Mean(layer, paddedHeight, paddedWidth), window, operands);
    }

    private readonly unsafe struct Mean(AveragePool2D layer, int paddedHeight, int paddedWidth) : IPool
    {
        public float Of(float* plane, int width, Taps rows, Taps columns)
        {
            double sum = 0;
            for (int kh = 0; kh < rows.Count; kh++)
            {
                float* row = plane + ((rows.First + (kh * rows.Step)) * width) + columns.First;
                for (int kw = 0; kw < columns.Count; kw++) sum += row[kw * columns.Step];
            }

            return (float)(sum / Divisor(rows, columns));
        }

        private static int TapsBefore(int end, int start, int kernel, int dilation) => Math.Min(kernel, (end - start + dilation - 1) / dilation);

        private int Divisor(Taps rows, Taps columns)
        {
            Window2D window = layer.Window;
            return layer.Divisor switch
            {
                PoolDivisor.Inside => rows.Count * columns.Count,
                PoolDivisor.Padded =>
                    TapsBefore(paddedHeight, rows.Start, window.Kernel.Height, window.Dilation.Height)
                    * TapsBefore(paddedWidth, columns.Start, window.Kernel.Width, window.Dilation.Width),
                _ => window.Kernel.Height * window.Kernel.Width,
            };
        }
    }
}
