namespace RefCnn.Accelerate.Tiles;

/// <summary>A run of terms whose left factors lie side by side.</summary>
/// <param name="Offset">From the row's start to the first factor, in values.</param>
/// <param name="Terms">How many.</param>
internal readonly record struct Segment(nint Offset, nint Terms);

/// <summary>
/// What a tile works on: C[r, v] = f(bias[v] + Σ over segments and their terms k of A[r, k] · B[k, v] + residual[r, v]), with r counting rows and v
/// vectors of columns. All strides are in values. Rows of C may be those of an image whose lines have room between them: its gaps.
/// </summary>
internal unsafe struct TileArguments
{
    /// <summary>The first row's start in A.</summary>
    public float* A;

    /// <summary>From one row of A to the next.</summary>
    public nint RowStrideA;

    /// <summary>Where the terms of a row lie, from its start.</summary>
    public Segment* Segments;

    /// <summary>How many segments.</summary>
    public int SegmentCount;

    /// <summary>The vectors of B, term after term.</summary>
    public float* B;

    /// <summary>The first row's first vector in C.</summary>
    public float* C;

    /// <summary>From one row of C to the next.</summary>
    public nint RowStrideC;

    /// <summary>From one vector of a row of C to the next.</summary>
    public nint VectorStrideC;

    /// <summary>Rows of C from one gap to the next; 0 where there is none.</summary>
    public int RowsOfLine;

    /// <summary>Rows of C to the first gap.</summary>
    public int RowsToGap;

    /// <summary>The values of a gap in C.</summary>
    public nint Gap;

    /// <summary>The values of a gap in the residual.</summary>
    public nint GapResidual;

    /// <summary>What sums begin with, one value a column; or null for zeros.</summary>
    public float* Bias;

    /// <summary>Added to the sums; or null.</summary>
    public float* Residual;

    /// <summary>From one row of the residual to the next.</summary>
    public nint RowStrideResidual;

    /// <summary>From one vector of a row of the residual to the next.</summary>
    public nint VectorStrideResidual;

    /// <summary>The factor of negative sums; 1 for none.</summary>
    public float Slope;

    /// <summary>The smallest result; −∞ for none.</summary>
    public float Minimum;

    /// <summary>The largest result; +∞ for none.</summary>
    public float Maximum;
}
