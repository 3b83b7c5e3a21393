using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[before, offset of input k + j, after] = x_k[before, j, after], where j runs along the axis. A piece of the work is one input's run.</summary>
internal sealed class ConcatKernel : IKernel<Concat>
{
    public static Step Prepare(Concat layer, Operands operands) => new JoinStep(operands, layer.Axis);

    private sealed unsafe class JoinStep : Step
    {
        private readonly Operands operands;
        private readonly int before;
        private readonly int[] lengths, offsets;

        public JoinStep(Operands operands, int axis)
        {
            this.operands = operands;
            before = operands.Output.Shape.CountBetween(0, axis);
            lengths = [.. operands.Inputs.Select(input => input.Shape.CountBetween(axis, input.Shape.Rank))];
            offsets = new int[lengths.Length];
            for (int k = 1; k < lengths.Length; k++) offsets[k] = offsets[k - 1] + lengths[k - 1];
        }

        public override int Pieces => before * lengths.Length;

        public override void Run(int first, int end, int worker)
        {
            for (int piece = first; piece < end; piece++)
            {
                (int b, int k) = Math.DivRem(piece, lengths.Length);
                long to = ((long)b * (offsets[^1] + lengths[^1])) + offsets[k];
                new Span<float>(operands.Inputs[k].Data + ((long)b * lengths[k]), lengths[k]).CopyTo(new Span<float>(operands.Output.Data + to, lengths[k]));
            }
        }
    }
}
