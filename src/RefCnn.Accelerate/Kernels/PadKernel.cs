using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[p] = x[s(p − before)], where s mirrors, clamps or wraps a position outside the input; in constant mode y is the value there.</summary>
internal sealed class PadKernel : IKernel<Pad>, IBlockedKernel<Pad>
{
    public static Step Prepare(Pad layer, Operands operands) => GatherStep.ByAxis(
        operands, (position, axis) => Source(position[axis] - layer.Before[axis], operands.Input.Shape[axis], layer.Mode), layer.Value);

    public static BlockedDemand? Demand(Pad layer, Site site) =>
        site.Input.Batch == site.Output.Batch && site.Input.Channels == site.Output.Channels && layer.Before[0] == 0 && layer.Before[1] == 0 ? new BlockedDemand() : null;

    public static Step PrepareBlocked(Pad layer, Operands operands) => new RowsStep(layer, operands);

    private static int Source(int position, int extent, PadMode mode)
    {
        if (position >= 0 && position < extent) return position;
        return mode switch
        {
            PadMode.Reflect => position < 0 ? -position : (2 * (extent - 1)) - position,
            PadMode.Edge => position < 0 ? 0 : extent - 1,
            PadMode.Wrap => position < 0 ? position + extent : position - extent,
            _ => -1,
        };
    }

    // A piece of the work is an output row of a block of channels.
    private sealed unsafe class RowsStep(Pad layer, Operands operands) : Step
    {
        private readonly int[] rows = Sources(layer, operands, 2), columns = Sources(layer, operands, 3);

        public override int Pieces => operands.Output.Runs;

        public override void Run(int first, int end, int worker)
        {
            (View input, View output) = (operands.Input, operands.Output);
            for (int run = first; run < end; run++)
            {
                float* to = output.Run(run, out int length);
                (int plane, int y) = Math.DivRem(run, output.Shape.Height);
                (int item, int block) = Math.DivRem(plane, output.Blocks);
                if (rows[y] < 0) new Span<float>(to, length).Fill(layer.Value);
                else Copy(input.At(item, block, rows[y]), to, input.Lanes);
            }
        }

        private static int[] Sources(Pad layer, Operands operands, int axis) => [.. Enumerable.Range(0, operands.Output.Shape[axis])
            .Select(position => Source(position - layer.Before[axis], operands.Input.Shape[axis], layer.Mode))];

        // Columns that follow each other in the input are copied at once.
        private void Copy(float* from, float* to, int lanes)
        {
            for (int x = 0, next; x < columns.Length; x = next)
            {
                next = x + 1;
                while (next < columns.Length && columns[x] >= 0 && columns[next] == columns[x] + (next - x)) next++;
                var target = new Span<float>(to + (x * lanes), (next - x) * lanes);
                if (columns[x] < 0) target.Fill(layer.Value);
                else new Span<float>(from + (columns[x] * lanes), target.Length).CopyTo(target);
            }
        }
    }
}
