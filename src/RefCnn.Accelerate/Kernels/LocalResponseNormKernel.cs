using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = x / (k + α / n · Σx²)^β over neighbouring channels, or over a square of one channel; in double, rounded once.</summary>
internal sealed class LocalResponseNormKernel : IKernel<LocalResponseNorm>, IBlockedKernel<LocalResponseNorm>
{
    public static Step Prepare(LocalResponseNorm layer, Operands operands) =>
        layer.Region == ResponseRegion.WithinChannel ? new WithinStep(layer, operands) : new AcrossStep(layer, operands);

    public static BlockedDemand? Demand(LocalResponseNorm layer, Site site) => layer.Region == ResponseRegion.WithinChannel ? null : new BlockedDemand();

    public static Step PrepareBlocked(LocalResponseNorm layer, Operands operands) => new BlockedResponseStep(layer, operands);

    // Two roots are several times cheaper than the power that AlexNet and GoogLeNet ask for.
    private static double Power(double x, double beta) => beta == 0.75 ? Math.Sqrt(x) * Math.Sqrt(Math.Sqrt(x)) : Math.Pow(x, beta);

    // A piece of the work is one channel of one batch item.
    private sealed unsafe class AcrossStep(LocalResponseNorm layer, Operands operands) : Step
    {
        private readonly int channels = operands.Output.Shape[1], samples = operands.Output.Shape.CountBetween(2, operands.Output.Shape.Rank);

        public override int Pieces => operands.Output.Shape[0] * channels;

        public override void Run(int first, int end, int worker)
        {
            for (int plane = first; plane < end; plane++)
            {
                int c = plane % channels, from = Math.Max(c - ((layer.Size - 1) / 2), 0), to = Math.Min(c - ((layer.Size - 1) / 2) + layer.Size, channels);
                float* input = operands.Input.Data + ((long)plane * samples), output = operands.Output.Data + ((long)plane * samples);
                for (int i = 0; i < samples; i++)
                {
                    double squares = 0;
                    for (int other = from; other < to; other++)
                    {
                        double value = input[((long)(other - c) * samples) + i];
                        squares += value * value;
                    }

                    output[i] = (float)(input[i] / Power(layer.K + (layer.Alpha / layer.Size * squares), layer.Beta));
                }
            }
        }
    }

    private sealed unsafe class WithinStep(LocalResponseNorm layer, Operands operands) : Step
    {
        private readonly Shape shape = operands.Output.Shape;

        public override int Pieces => shape.Batch * shape.Channels;

        public override void Run(int first, int end, int worker)
        {
            for (int plane = first; plane < end; plane++)
            {
                long offset = (long)plane * shape.Height * shape.Width;
                for (int y = 0; y < shape.Height; y++)
                {
                    for (int x = 0; x < shape.Width; x++)
                    {
                        float* input = operands.Input.Data + offset;
                        int at = (y * shape.Width) + x;
                        double squares = Squares(input, y, x);
                        operands.Output.Data[offset + at] = (float)(input[at] / Power(layer.K + (layer.Alpha / (layer.Size * layer.Size) * squares), layer.Beta));
                    }
                }
            }
        }

        private double Squares(float* plane, int y, int x)
        {
            int reach = layer.Size / 2;
            double squares = 0;
            for (int otherY = Math.Max(y - reach, 0); otherY <= Math.Min(y + reach, shape.Height - 1); otherY++)
            {
                for (int otherX = Math.Max(x - reach, 0); otherX <= Math.Min(x + reach, shape.Width - 1); otherX++)
                {
                    double value = plane[(otherY * shape.Width) + otherX];
                    squares += value * value;
                }
            }

            return squares;
        }
    }
}
