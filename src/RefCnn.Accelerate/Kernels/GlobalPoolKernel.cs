using System.Numerics;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>The mean, the largest value (Math.Max keeps NaN) or √Σx² of each channel; in double and rounded once, or for blocked tensors in float32.</summary>
internal sealed class GlobalPoolKernel : IKernel<GlobalPool>, IBlockedKernel<GlobalPool>
{
    public static Step Prepare(GlobalPool layer, Operands operands) => new PlanesStep(layer.Function, operands);

    public static BlockedDemand? Demand(GlobalPool layer, Site site) => layer.Function == GlobalPoolFunction.Average ? new BlockedDemand(PlanarOutput: true) : null;

    public static Step PrepareBlocked(GlobalPool layer, Operands operands) => new BlockedMeanStep(operands);

    // A piece of the work is a block of channels of a batch item. Row by row, so that sums stay short.
    private sealed unsafe class BlockedMeanStep(Operands operands) : Step
    {
        private readonly View input = operands.Input;

        public override int Pieces => input.Shape.Batch * input.Blocks;

        public override void Run(int first, int end, int worker)
        {
            float* sums = stackalloc float[input.Lanes];
            for (int piece = first; piece < end; piece++)
            {
                (int item, int block) = Math.DivRem(piece, input.Blocks);
                for (int lane = 0; lane < input.Lanes; lane += Vector<float>.Count) Vector.Store(Sum(input.At(item, block, 0) + lane), sums + lane);
                int channel = block * input.Lanes, samples = input.Shape.Height * input.Shape.Width;
                for (int c = channel; c < Math.Min(channel + input.Lanes, input.Shape.Channels); c++)
                    operands.Output.Data[((long)item * input.Shape.Channels) + c] = sums[c - channel] / samples;
            }
        }

        private Vector<float> Sum(float* from)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int y = 0; y < input.Shape.Height; y++, from += input.RowStride)
            {
                Vector<float> row = Vector<float>.Zero;
                for (int x = 0; x < input.Shape.Width; x++) row += Vector.Load(from + (x * input.Lanes));
                sum += row;
            }

            return sum;
        }
    }

    private sealed unsafe class PlanesStep(GlobalPoolFunction function, Operands operands) : Step
    {
        private readonly int samples = operands.Input.Count / operands.Output.Count;

        public override int Pieces => operands.Output.Count;

        public override void Run(int first, int end, int worker)
        {
            for (int plane = first; plane < end; plane++) operands.Output.Data[plane] = (float)Of(operands.Input.Data + ((long)plane * samples));
        }

        private double Of(float* values)
        {
            double total = function == GlobalPoolFunction.Max ? double.NegativeInfinity : 0;
            for (int i = 0; i < samples; i++)
            {
                total = function switch
                {
                    GlobalPoolFunction.Max => Math.Max(total, values[i]),
                    GlobalPoolFunction.L2 => total + ((double)values[i] * values[i]),
                    _ => total + values[i],
                };
            }

            return function switch
            {
                GlobalPoolFunction.Average => total / samples,
                GlobalPoolFunction.L2 => Math.Sqrt(total),
                _ => total,
            };
        }
    }
}
