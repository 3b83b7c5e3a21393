namespace RefCnn.Accelerate.Gemm;

/// <summary>A matrix of weights in the order in which a <see cref="TileKernel"/> reads it: blocks of terms, in each panels of a tile's rows.</summary>
internal sealed unsafe class PackedRows : IDisposable
{
    private readonly AlignedBuffer buffer;

    /// <summary>Packs.</summary>
    /// <param name="kernel">The micro-kernel.</param>
    /// <param name="values">The matrix, row-major.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="terms">Its columns.</param>
    /// <param name="termsPerBlock">How many terms a block has; the last may have fewer.</param>
    public PackedRows(TileKernel kernel, ReadOnlySpan<float> values, int rows, int terms, int termsPerBlock)
    {
        (Panels, Rows, Terms, TermsPerBlock) = ((rows + kernel.Rows - 1) / kernel.Rows, rows, terms, termsPerBlock);
        TileRows = kernel.Rows;
        buffer = new AlignedBuffer((long)Panels * TileRows * terms);
        float* to = buffer.Data;
        for (int start = 0; start < terms; start += termsPerBlock)
        {
            int end = Math.Min(start + termsPerBlock, terms);
            for (int panel = 0; panel < Panels; panel++)
            {
                for (int k = start; k < end; k++)
                {
                    for (int row = panel * TileRows; row < (panel + 1) * TileRows; row++) *to++ = row < rows ? values[(row * terms) + k] : 0;
                }
            }
        }
    }

    /// <summary>Panels of a tile's rows; the last is filled up with zeros.</summary>
    public int Panels { get; }

    /// <summary>Rows of the matrix.</summary>
    public int Rows { get; }

    /// <summary>Columns of the matrix.</summary>
    public int Terms { get; }

    /// <summary>Terms in a block.</summary>
    public int TermsPerBlock { get; }

    /// <summary>Rows in a panel.</summary>
    public int TileRows { get; }

    /// <summary>One panel of one block.</summary>
    /// <param name="firstTerm">The block's first term.</param>
    /// <param name="panel">The panel.</param>
    public float* At(int firstTerm, int panel)
    {
        int blockTerms = Math.Min(TermsPerBlock, Terms - firstTerm);
        return buffer.Data + ((long)firstTerm * Panels * TileRows) + ((long)panel * TileRows * blockTerms);
    }

    /// <inheritdoc/>
    public void Dispose() => buffer.Dispose();
}
