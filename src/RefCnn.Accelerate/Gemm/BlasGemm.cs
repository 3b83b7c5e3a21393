namespace RefCnn.Accelerate.Gemm;

/// <summary>
/// <c>cblas_sgemm</c> of a library found at run time (the interface: BLAS Technical Forum Standard, appendix B). The workers of the plan
/// share the work, so the library is held to the thread that calls it.
/// </summary>
internal sealed unsafe class BlasGemm : IGemm
{
    // CBLAS_ORDER and CBLAS_TRANSPOSE: enumerations of C's int, whatever the width of the extents.
    private const int RowMajor = 101, NotTransposed = 111;

    private readonly BlasLibrary library;

    private BlasGemm(string name, BlasLibrary library) => (Name, this.library) = (name, library);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Whether the library counts in 64 bits.</summary>
    public bool HasWideIntegers => library.HasWideIntegers;

    /// <summary>The first library that loads and has the function, or null.</summary>
    /// <param name="name">Its name in tables.</param>
    /// <param name="files">Names or paths to try, in order.</param>
    public static BlasGemm? Find(string name, IEnumerable<string> files) =>
        files.Select(BlasLibrary.TryLoad).FirstOrDefault(library => library is not null) is { } found ? new BlasGemm(name, found) : null;

    /// <inheritdoc/>
    public long ScratchOf(int rows, int columns, int terms) => 0;

    /// <inheritdoc/>
    public void Multiply(int rows, int columns, int terms, Rows a, Rows b, Rows c, float* scratch, bool add = false)
    {
        library.HoldToOneThread();
        float beta = add ? 1 : 0;
        if (HasWideIntegers)
        {
            var multiply = (delegate* unmanaged[Cdecl]<int, int, int, long, long, long, float, float*, long, float*, long, float, float*, long, void>)library.Multiply;
            multiply(RowMajor, NotTransposed, NotTransposed, rows, columns, terms, 1, a.Data, a.Stride, b.Data, b.Stride, beta, c.Data, c.Stride);
        }
        else
        {
            var multiply = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)library.Multiply;
            multiply(RowMajor, NotTransposed, NotTransposed, rows, columns, terms, 1, a.Data, a.Stride, b.Data, b.Stride, beta, c.Data, c.Stride);
        }
    }
}
