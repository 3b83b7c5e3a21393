namespace RefCnn.Accelerate.Gemm;

/// <summary>Where a row-major matrix lies.</summary>
/// <param name="data">Its first value.</param>
/// <param name="stride">From one row to the next, in values.</param>
internal readonly unsafe struct Rows(float* data, int stride)
{
    /// <summary>The first value.</summary>
    public float* Data { get; } = data;

    /// <summary>From one row to the next, in values.</summary>
    public int Stride { get; } = stride;

    /// <summary>The matrix from one of its rows and columns on.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    public Rows From(int row, int column) => new(Data + ((long)row * Stride) + column, Stride);
}
