using System.Numerics;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>
/// y = scale[c] · (x − m) / √(v + ε) + shift[c], with m and v the mean and the biased variance of one channel of one batch item, and what follows it.
/// Planar tensors are computed in double and rounded once. A piece of the work is a channel, or a block of channels, of a batch item.
/// </summary>
internal sealed class InstanceNormKernel : IKernel<InstanceNorm>, IBlockedKernel<InstanceNorm>
{
    public static Step Prepare(InstanceNorm layer, Operands operands) => new PlanesStep(layer, operands);

    public static BlockedDemand? Demand(InstanceNorm layer, Site site) => new();

    public static Step PrepareBlocked(InstanceNorm layer, Operands operands) => new BlocksStep(layer, operands);

    private sealed unsafe class PlanesStep(InstanceNorm layer, Operands operands) : Step
    {
        private readonly int channels = operands.Output.Shape[1], samples = operands.Output.Shape.CountBetween(2, operands.Output.Shape.Rank);

        public override int Pieces => operands.Output.Shape[0] * channels;

        public override void Run(int first, int end, int worker)
        {
            for (int plane = first; plane < end; plane++)
            {
                int c = plane % channels;
                long offset = (long)plane * samples;
                float* input = operands.Input.Data + offset, output = operands.Output.Data + offset;
                double sum = 0, squares = 0;
                for (int i = 0; i < samples; i++) sum += input[i];
                double mean = sum / samples;
                for (int i = 0; i < samples; i++) squares += (input[i] - mean) * (input[i] - mean);
                double scale = (layer.Scale?[c] ?? 1) / Math.Sqrt((squares / samples) + layer.Epsilon), shift = layer.Shift?[c] ?? 0;
                for (int i = 0; i < samples; i++) output[i] = (float)(((input[i] - mean) * scale) + shift);
                operands.Fusion.Activation.Apply(output, samples, -0f, operands.Fusion.Residual is { } residual ? residual.Data + offset : null);
            }
        }
    }

    // The statistics in one pass: mean and squares about it row by row, while the row is in the first cache, joined in double (Chan, Golub, LeVeque: Updating formulae
    // and a pairwise algorithm for computing sample variances, 1979).
    private sealed unsafe class BlocksStep(InstanceNorm layer, Operands operands) : Step
    {
        private readonly int lanes = operands.Output.Lanes, height = operands.Output.Shape.Height, width = operands.Output.Shape.Width;

        public override int Pieces => operands.Output.Shape.Batch * operands.Output.Blocks;

        public override void Run(int first, int end, int worker)
        {
            double* means = stackalloc double[lanes], squares = stackalloc double[lanes];
            float* factors = stackalloc float[lanes], addends = stackalloc float[lanes];
            for (int piece = first; piece < end; piece++)
            {
                (int item, int block) = Math.DivRem(piece, operands.Output.Blocks);
                Measure(item, block, means, squares);
                for (int lane = 0; lane < lanes; lane++)
                {
                    int c = (block * lanes) + lane;
                    bool used = c < operands.Output.Shape.Channels;
                    double factor = (used ? layer.Scale?[c] ?? 1 : 0) / Math.Sqrt((squares[lane] / ((double)height * width)) + layer.Epsilon);
                    (factors[lane], addends[lane]) = ((float)factor, (float)((used ? layer.Shift?[c] ?? 0 : 0) - (means[lane] * factor)));
                }

                for (int y = 0; y < height; y++) Normalize(item, block, y, factors, addends);
            }
        }

        private void Measure(int item, int block, double* means, double* squares)
        {
            new Span<double>(means, lanes).Clear();
            new Span<double>(squares, lanes).Clear();
            int count = width * lanes;
            for (int y = 0; y < height; y++)
            {
                float* row = operands.Input.At(item, block, y);
                double share = 1 / (y + 1.0);
                for (int lane = 0; lane < lanes; lane += Vector<float>.Count)
                {
                    Vector<float> sum = Vector<float>.Zero, square = Vector<float>.Zero;
                    for (int i = lane; i < count; i += lanes) sum += Vector.Load(row + i);
                    Vector<float> mean = sum / new Vector<float>(width);
                    for (int i = lane; i < count; i += lanes)
                    {
                        Vector<float> difference = Vector.Load(row + i) - mean;
                        square = Vector.MultiplyAddEstimate(difference, difference, square);
                    }

                    for (int i = 0; i < Vector<float>.Count; i++)
                    {
                        double delta = mean[i] - means[lane + i];
                        means[lane + i] += delta * share;
                        squares[lane + i] += square[i] + (delta * delta * width * y * share);
                    }
                }
            }
        }

        private void Normalize(int item, int block, int y, float* factors, float* addends)
        {
            float* from = operands.Input.At(item, block, y), to = operands.Output.At(item, block, y);
            int count = width * lanes;
            for (int lane = 0; lane < lanes; lane += Vector<float>.Count)
            {
                Vector<float> factor = Vector.Load(factors + lane), addend = Vector.Load(addends + lane);
                for (int i = lane; i < count; i += lanes) Vector.Store(Vector.MultiplyAddEstimate(Vector.Load(from + i), factor, addend), to + i);
            }

            operands.Fusion.Activation.Apply(to, count, -0f, operands.Fusion.Residual is { } residual ? residual.At(item, block, y) : null);
        }
    }
}
