namespace RefCnn.Accelerate.Gemm;

/// <summary>
/// The product of matrices on our own micro-kernel: for each block of terms A is packed whole, and each panel of B is packed and meets all of A
/// while it is in the first cache (Goto and van de Geijn, *Anatomy of High-Performance Matrix Multiplication*, 2008).
/// </summary>
/// <param name="kernel">The micro-kernel.</param>
internal sealed unsafe class ManagedGemm(TileKernel kernel) : IGemm
{
    private const int TermsPerBlock = 256;

    /// <inheritdoc/>
    public string Name => "managed";

    /// <inheritdoc/>
    public long ScratchOf(int rows, int columns, int terms) =>
        (long)Math.Min(terms, TermsPerBlock) * (RoundedUp(rows) + kernel.Columns) + ((long)kernel.Rows * kernel.Columns);

    /// <inheritdoc/>
    public void Multiply(int rows, int columns, int terms, Rows a, Rows b, Rows c, float* scratch, bool add = false)
    {
        float* tile = scratch, packedB = tile + ((long)kernel.Rows * kernel.Columns), packedA = packedB + ((long)Math.Min(terms, TermsPerBlock) * kernel.Columns);
        for (int first = 0; first < terms; first += TermsPerBlock)
        {
            int block = Math.Min(TermsPerBlock, terms - first);
            PackA(rows, block, a.From(0, first), packedA);
            for (int column = 0; column < columns; column += kernel.Columns)
            {
                int width = Math.Min(kernel.Columns, columns - column);
                PackB(width, block, b.From(first, column), packedB);
                for (int row = 0; row < rows; row += kernel.Rows)
                {
                    int height = Math.Min(kernel.Rows, rows - row);
                    MultiplyTile(height, width, block, packedA + ((long)row * block), packedB, c.From(row, column), tile, add || first > 0);
                }
            }
        }

        if (terms == 0 && !add) Clear(rows, columns, c);
    }

    private int RoundedUp(int rows) => (rows + kernel.Rows - 1) / kernel.Rows * kernel.Rows;

    private void PackA(int rows, int terms, Rows a, float* to)
    {
        for (int row = 0; row < rows; row += kernel.Rows, to += (long)terms * kernel.Rows)
        {
            for (int i = 0; i < kernel.Rows; i++)
            {
                if (row + i >= rows) for (int k = 0; k < terms; k++) to[(k * kernel.Rows) + i] = 0;
                else
                {
                    float* from = a.From(row + i, 0).Data;
                    for (int k = 0; k < terms; k++) to[(k * kernel.Rows) + i] = from[k];
                }
            }
        }
    }

    private void PackB(int columns, int terms, Rows b, float* to)
    {
        for (int k = 0; k < terms; k++, to += kernel.Columns)
        {
            var panel = new Span<float>(to, kernel.Columns);
            new ReadOnlySpan<float>(b.From(k, 0).Data, columns).CopyTo(panel);
            panel[columns..].Clear();
        }
    }

    // The micro-kernel writes whole vectors of whole tiles: one that is cut off by the end of C is computed beside it.
    private void MultiplyTile(int rows, int columns, int terms, float* a, float* b, Rows c, float* tile, bool add)
    {
        int vectors = (columns + kernel.Width - 1) / kernel.Width;
        if (rows == kernel.Rows && columns == vectors * kernel.Width)
        {
            kernel.Run(terms, a, b, c.Data, c.Stride, vectors, add);
            return;
        }

        kernel.Run(terms, a, b, tile, kernel.Columns, vectors, add: false);
        for (int row = 0; row < rows; row++)
        {
            float* from = tile + (row * kernel.Columns), to = c.From(row, 0).Data;
            for (int column = 0; column < columns; column++) to[column] = add ? to[column] + from[column] : from[column];
        }
    }

    private static void Clear(int rows, int columns, Rows c)
    {
        for (int row = 0; row < rows; row++) new Span<float>(c.From(row, 0).Data, columns).Clear();
    }
}
