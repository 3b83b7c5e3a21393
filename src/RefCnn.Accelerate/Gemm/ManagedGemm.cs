using RefCnn.Accelerate.Simd;
using RefCnn.Accelerate.Tiles;

namespace RefCnn.Accelerate.Gemm;

/// <summary>
/// The product of matrices on our own tiles: for each block of terms, a panel of B is packed and meets all of A while it is in the first cache (Goto and van de
/// Geijn, *Anatomy of High-Performance Matrix Multiplication*, 2008). A is read as it lies.
/// </summary>
/// <param name="unit">The vectors.</param>
internal sealed unsafe class ManagedGemm(VectorUnit unit) : IGemm
{
    private const int TermsPerBlock = 256, Vectors = 2;

    /// <inheritdoc/>
    public string Name => "managed";

    private int PanelColumns => Vectors * unit.Width;

    /// <inheritdoc/>
    public long ScratchOf(int rows, int columns, int terms) => (Math.Min(terms, TermsPerBlock) + (2L * unit.MaximumRows(Vectors))) * PanelColumns;

    /// <inheritdoc/>
    public void Multiply(int rows, int columns, int terms, Rows a, Rows b, Rows c, float* scratch, bool add = false)
    {
        for (int first = 0; first < terms; first += TermsPerBlock)
        {
            int block = Math.Min(TermsPerBlock, terms - first);
            for (int column = 0; column < columns; column += PanelColumns)
            {
                int width = Math.Min(PanelColumns, columns - column);
                Pack(width, block, b.From(first, column), scratch);
                MultiplyPanel(rows, width, block, a.From(0, first), scratch, c.From(0, column), scratch + (block * PanelColumns), add || first > 0);
            }
        }

        for (int row = 0; row < rows && terms == 0 && !add; row++) new Span<float>(c.From(row, 0).Data, columns).Clear();
    }

    private void Pack(int columns, int terms, Rows b, float* to)
    {
        for (int k = 0; k < terms; k++, to += PanelColumns)
        {
            var panel = new Span<float>(to, PanelColumns);
            new ReadOnlySpan<float>(b.From(k, 0).Data, columns).CopyTo(panel);
            panel[columns..].Clear();
        }
    }

    // Tiles write whole vectors: a panel that is cut off by the end of C is computed beside it.
    private void MultiplyPanel(int rows, int columns, int terms, Rows a, float* b, Rows c, float* beside, bool add)
    {
        bool whole = columns == PanelColumns;
        var segment = new Segment(0, terms);
        for (int row = 0, height; row < rows; row += height)
        {
            height = Math.Min(unit.MaximumRows(Vectors), rows - row);
            Rows target = whole ? c.From(row, 0) : new Rows(beside, PanelColumns);
            if (!whole && add) Copy(height, columns, c.From(row, 0), target);
            var tile = new TileArguments
            {
                A = a.From(row, 0).Data,
                RowStrideA = a.Stride,
                Segments = &segment,
                SegmentCount = 1,
                B = b,
                C = target.Data,
                RowStrideC = target.Stride,
                VectorStrideC = unit.Width,
                Slope = 1,
                Minimum = float.NegativeInfinity,
                Maximum = float.PositiveInfinity,
                Residual = add ? target.Data : null,
                RowStrideResidual = target.Stride,
                VectorStrideResidual = unit.Width,
            };
            unit.Tile(height, Vectors)(ref tile);
            if (!whole) Copy(height, columns, target, c.From(row, 0));
        }
    }

    private static void Copy(int rows, int columns, Rows from, Rows to)
    {
        for (int row = 0; row < rows; row++) new ReadOnlySpan<float>(from.From(row, 0).Data, columns).CopyTo(new Span<float>(to.From(row, 0).Data, columns));
    }
}
