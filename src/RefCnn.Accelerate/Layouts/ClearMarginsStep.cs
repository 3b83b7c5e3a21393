namespace RefCnn.Accelerate.Layouts;

/// <summary>Writes the zeros around a blocked tensor. A piece of the work is a block of a batch item.</summary>
/// <param name="view">The tensor.</param>
/// <param name="margins">The room around it.</param>
internal sealed unsafe class ClearMarginsStep(View view, Margins margins) : Step
{
    public override int Pieces => view.Shape.Batch * view.Blocks;

    public override void Run(int first, int end, int worker)
    {
        int left = margins.Left * view.Lanes, right = margins.Right * view.Lanes, width = view.Shape.Width * view.Lanes;
        for (int piece = first; piece < end; piece++)
        {
            float* rows = view.At(piece / view.Blocks, piece % view.Blocks, 0);
            Clear(rows - (margins.Top * view.RowStride) - left, (margins.Top * view.RowStride) + left);
            for (int y = 1; y < view.Shape.Height; y++) Clear(rows + ((y - 1) * view.RowStride) + width, right + left);
            Clear(rows + ((view.Shape.Height - 1) * view.RowStride) + width, right + (margins.Bottom * view.RowStride));
        }
    }

    private static void Clear(float* from, nint count) => new Span<float>(from, (int)count).Clear();
}
