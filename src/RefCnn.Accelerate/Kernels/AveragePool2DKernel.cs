using RefCnn.Accelerate.Pooling;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = Σ of the window's samples / divisor, with the divisor by <see cref="PoolDivisor"/>; summed in double and rounded once, or on blocked tensors in float32.</summary>
internal sealed class AveragePool2DKernel : IKernel<AveragePool2D>, IBlockedKernel<AveragePool2D>
{
    public static Step Prepare(AveragePool2D layer, Operands operands) => new PoolStep<Mean>(new Mean(new Divisor(layer, operands.Input.Shape)), layer.Window, operands);

    public static BlockedDemand? Demand(AveragePool2D layer, Site site) => new();

    public static unsafe Step PrepareBlocked(AveragePool2D layer, Operands operands) =>
        new BlockedPoolStep(layer.Window, operands, operands.Engine.Unit.SumRow, new Divisor(layer, operands.Input.Shape).Of);

    private readonly unsafe struct Mean(Divisor divisor) : IPool
    {
        public float Of(float* plane, int width, Taps rows, Taps columns)
        {
            double sum = 0;
            for (int kh = 0; kh < rows.Count; kh++)
            {
                float* row = plane + ((rows.First + (kh * rows.Step)) * width) + columns.First;
                for (int kw = 0; kw < columns.Count; kw++) sum += row[kw * columns.Step];
            }

            return (float)(sum / divisor.Of(rows, columns));
        }
    }

    private sealed class Divisor(AveragePool2D layer, Shape input)
    {
        private readonly Size2D padded = layer.Window.PaddedExtent(input);

        public float Of(Taps rows, Taps columns)
        {
            Window2D window = layer.Window;
            return layer.Divisor switch
            {
                PoolDivisor.Inside => rows.Count * columns.Count,
                PoolDivisor.Padded =>
                    TapsBefore(padded.Height, rows.Start, window.Kernel.Height, window.Dilation.Height)
                    * TapsBefore(padded.Width, columns.Start, window.Kernel.Width, window.Dilation.Width),
                _ => window.Kernel.Height * window.Kernel.Width,
            };
        }

        private static int TapsBefore(int end, int start, int kernel, int dilation) => Math.Min(kernel, (end - start + dilation - 1) / dilation);
    }
}
