using System.Numerics;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = scale[c] · (x − mean[c]) / √(variance[c] + ε) + shift[c]; in double and rounded once, or on blocked tensors in float32. A piece of the work is a channel of a batch item.</summary>
internal sealed class BatchNormKernel : IKernel<BatchNorm>, IBlockedKernel<BatchNorm>
{
    public static Step Prepare(BatchNorm layer, Operands operands) => new PlanesStep(layer, operands);

    public static BlockedDemand? Demand(BatchNorm layer, Site site) => new();

    public static Step PrepareBlocked(BatchNorm layer, Operands operands) => new RowsStep(layer, operands);

    // y = a · x + b, with a and b rounded once. A piece of the work is a row of a block of channels.
    private sealed unsafe class RowsStep : Step
    {
        private readonly Operands operands;
        private readonly float[] factors, addends;

        public RowsStep(BatchNorm layer, Operands operands)
        {
            this.operands = operands;
            (factors, addends) = (new float[operands.Input.Blocks * operands.Input.Lanes], new float[operands.Input.Blocks * operands.Input.Lanes]);
            for (int c = 0; c < operands.Input.Shape.Channels; c++)
            {
                double factor = (layer.Scale?[c] ?? 1) / Math.Sqrt(layer.Variance[c] + layer.Epsilon);
                (factors[c], addends[c]) = ((float)factor, (float)((layer.Shift?[c] ?? 0) - (layer.Mean[c] * factor)));
            }
        }

        public override int Pieces => operands.Output.Runs;

        public override void Run(int first, int end, int worker)
        {
            int lanes = operands.Output.Lanes, height = operands.Output.Shape.Height;
            for (int run = first; run < end; run++)
            {
                float* from = operands.Input.Run(run, out int length), to = operands.Output.Run(run, out _);
                int channel = run / height % operands.Output.Blocks * lanes;
                for (int lane = 0; lane < lanes; lane += Vector<float>.Count)
                {
                    Vector<float> factor = new(factors, channel + lane), addend = new(addends, channel + lane);
                    for (int i = lane; i < length; i += lanes) Vector.Store(Vector.MultiplyAddEstimate(Vector.Load(from + i), factor, addend), to + i);
                }
            }
        }
    }

    private sealed unsafe class PlanesStep(BatchNorm layer, Operands operands) : Step
    {
        private readonly int channels = operands.Output.Shape[1], samples = operands.Output.Shape.CountBetween(2, operands.Output.Shape.Rank);

        public override int Pieces => operands.Output.Shape[0] * channels;

        public override void Run(int first, int end, int worker)
        {
            for (int plane = first; plane < end; plane++)
            {
                int c = plane % channels;
                double mean = layer.Mean[c], scale = (layer.Scale?[c] ?? 1) / Math.Sqrt(layer.Variance[c] + layer.Epsilon), shift = layer.Shift?[c] ?? 0;
                long from = (long)plane * samples;
                float* input = operands.Input.Data, output = operands.Output.Data;
                for (long i = from; i < from + samples; i++) output[i] = (float)(((input[i] - mean) * scale) + shift);
            }
        }
    }
}
