namespace RefCnn.Accelerate.Gemm;

/// <summary>A product of matrices of float32, all row-major. May be called by several threads at once, and computes on the thread that calls it.</summary>
internal unsafe interface IGemm
{
    /// <summary>Its name in tables, as on the command line.</summary>
    string Name { get; }

    /// <summary>How many values of scratch memory a product of such matrices needs.</summary>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="columns">Columns of B and C.</param>
    /// <param name="terms">Columns of A, rows of B.</param>
    long ScratchOf(int rows, int columns, int terms);

    /// <summary>C = A · B, or C += A · B.</summary>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="columns">Columns of B and C.</param>
    /// <param name="terms">Columns of A, rows of B.</param>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="c">C.</param>
    /// <param name="scratch">As much memory as <see cref="ScratchOf"/> says; null where it says 0.</param>
    /// <param name="add">Whether C keeps what it holds; otherwise that is not read.</param>
    void Multiply(int rows, int columns, int terms, Rows a, Rows b, Rows c, float* scratch, bool add = false);
}
