using RefCnn.Accelerate.Kernels;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Pooling;

/// <summary>Pooling by windows on blocked tensors. A piece of the work is an output row of a block of channels.</summary>
internal sealed unsafe class BlockedPoolStep : Step
{
    private readonly Operands operands;
    private readonly Shape output;
    private readonly Taps[] rows, columns;
    private readonly delegate*<ref PoolRowArguments, void> run;
    private readonly Func<Taps, Taps, float>? divisor;

    /// <summary>Prepares.</summary>
    /// <param name="window">The window.</param>
    /// <param name="operands">Blocked input and output.</param>
    /// <param name="run">Computes a row.</param>
    /// <param name="divisor">What the result of a window that sees some rows and columns is divided by; or null.</param>
    public BlockedPoolStep(Window2D window, Operands operands, delegate*<ref PoolRowArguments, void> run, Func<Taps, Taps, float>? divisor = null)
    {
        (this.operands, this.divisor, output) = (operands, divisor, operands.Output.Shape);
        this.run = run;
        rows = Taps.Along(output.Height, window.Kernel.Height, window.Stride.Height, window.Dilation.Height, window.Padding.Top, operands.Input.Shape.Height);
        columns = Taps.Along(output.Width, window.Kernel.Width, window.Stride.Width, window.Dilation.Width, window.Padding.Left, operands.Input.Shape.Width);
        operands.Workspace.Reserve(output.Width);
    }

    public override int Pieces => operands.Output.Runs;

    public override void Run(int first, int end, int worker)
    {
        fixed (Taps* taps = columns)
        {
            for (int piece = first; piece < end; piece++)
            {
                (int plane, int y) = Math.DivRem(piece, output.Height);
                (int item, int block) = Math.DivRem(plane, operands.Output.Blocks);
                var row = new PoolRowArguments
                {
                    Input = operands.Input.At(item, block, rows[y].First),
                    RowStep = rows[y].Step * operands.Input.RowStride,
                    Rows = rows[y].Count,
                    Columns = taps,
                    Count = output.Width,
                    Output = operands.Output.At(item, block, y),
                };
                if (divisor is not null)
                {
                    row.Divisors = operands.Workspace.Of(worker);
                    for (int x = 0; x < output.Width; x++) row.Divisors[x] = divisor(rows[y], columns[x]);
                }

                run(ref row);
            }
        }
    }
}
