using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace RefCnn.Accelerate.Gemm;

/// <summary>
/// The innermost loop of every product of matrices: a tile of C, a few rows by three vectors, stays in registers while the terms of the inner
/// dimension stream past. A is packed term by term, <see cref="Rows"/> values each; B term by term, <see cref="Columns"/> values each.
/// </summary>
internal abstract unsafe class TileKernel
{
    /// <summary>The widest that this machine has.</summary>
    public static TileKernel Best { get; } = Choose();

    /// <summary>Rows of a tile.</summary>
    public abstract int Rows { get; }

    /// <summary>Columns of a tile: three vectors.</summary>
    public int Columns => 3 * Width;

    /// <summary>Values in a vector.</summary>
    public abstract int Width { get; }

    /// <summary>C = A · B, or C += A · B.</summary>
    /// <param name="terms">The inner dimension.</param>
    /// <param name="a">Packed A.</param>
    /// <param name="b">Packed B.</param>
    /// <param name="c">The tile's first value; a whole tile is written, but for the vectors left out.</param>
    /// <param name="stride">From one row of C to the next.</param>
    /// <param name="vectors">How many of the three vectors of a row are needed, 1 to 3; others may be written or not.</param>
    /// <param name="add">Whether C keeps what it holds.</param>
    public abstract void Run(int terms, float* a, float* b, float* c, nint stride, int vectors, bool add);

    // 8×3 accumulators need 28 registers, 4×3 need 16: AVX-512 and Arm have 32, AVX2 and SSE have 16.
    private static TileKernel Choose()
    {
        if (Vector512.IsHardwareAccelerated) return new TallTile<Simd512, Vector512<float>>();
        if (Vector256.IsHardwareAccelerated) return new LowTile<Simd256, Vector256<float>>();
        return AdvSimd.IsSupported ? new TallTile<Simd128, Vector128<float>>() : new LowTile<Simd128, Vector128<float>>();
    }
}
