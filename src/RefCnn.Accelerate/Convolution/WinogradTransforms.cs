using System.Runtime.CompilerServices;
using RefCnn.Accelerate.Simd;

namespace RefCnn.Accelerate.Convolution;

/// <summary>Where the outputs of a tile go.</summary>
internal unsafe struct WinogradOutputs
{
    /// <summary>The first pixel.</summary>
    public float* To;

    /// <summary>From one row of pixels to the next.</summary>
    public nint RowStride;

    /// <summary>From one pixel to the next.</summary>
    public nint PixelStride;

    /// <summary>Rows inside the image: 1 to 4.</summary>
    public int Rows;

    /// <summary>Columns inside the image: 1 to 4.</summary>
    public int Columns;

    /// <summary>Added to every pixel: a vector.</summary>
    public float* Bias;

    /// <summary>Added pixel by pixel, or null.</summary>
    public float* Residual;

    /// <summary>From one row of the residual to the next.</summary>
    public nint RowStrideResidual;

    /// <summary>The factor of negative sums; 1 for none.</summary>
    public float Slope;

    /// <summary>The smallest result; −∞ for none.</summary>
    public float Minimum;

    /// <summary>The largest result; +∞ for none.</summary>
    public float Maximum;

    /// <summary>Set where a sum is not finite.</summary>
    public bool Spoiled;
}

/// <summary>
/// Winograd's F(4×4, 3×3) over the points 0, ±a, ±b and ∞ with a = √½ and b = √2, whose errors are several times smaller than those of 0, ±1, ±2 (Barabasz,
/// Anderson, Soodhalter, Gregg: Error analysis and improving the accuracy of Winograd convolution for deep neural networks, ACM TOMS 46, 2020): Y = Aᵀ·[(G·g·Gᵀ) ⊙ (Bᵀ·d·B)]·A. All channels of
/// a block are transformed at once.
/// </summary>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal static unsafe class WinogradTransforms<TSimd, TVector>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
{
    private const float A = 0.70710678118654752f, B = 1.4142135623730951f;

    /// <summary>Bᵀ·d·B of a patch of 6×6 pixels.</summary>
    /// <param name="from">The patch's first pixel.</param>
    /// <param name="rowStride">From one row to the next.</param>
    /// <param name="pixelStride">From one pixel to the next.</param>
    /// <param name="to">Where the first of 36 vectors goes, rows first.</param>
    /// <param name="stride">From one of them to the next.</param>
    /// <param name="half">Scratch memory for 36 vectors, on a cache line.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(float* from, nint rowStride, nint pixelStride, float* to, nint stride, float* half)
    {
        int width = TSimd.Width;
        for (int column = 0; column < 6; column++) Forward(from + (column * pixelStride), rowStride, half + (column * width), 6 * width);
        for (int row = 0; row < 6; row++) Forward(half + (row * 6 * width), width, to + (row * 6 * stride), stride);
    }

    /// <summary>Aᵀ·m·A, then bias, residual and activation, of 6×6 products.</summary>
    /// <param name="from">The first of 36 vectors, rows first.</param>
    /// <param name="stride">From one of them to the next.</param>
    /// <param name="outputs">Where the pixels go.</param>
    /// <param name="half">Scratch memory for 36 vectors, on a cache line.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(float* from, nint stride, ref WinogradOutputs outputs, float* half)
    {
        int width = TSimd.Width;
        for (int column = 0; column < 6; column++) Backward(from + (column * stride), 6 * stride, half + (column * width), 6 * width);

        float* pixels = half + (24 * width);
        TVector bias = TSimd.Load(outputs.Bias), least = TSimd.Broadcast(outputs.Minimum), most = TSimd.Broadcast(outputs.Maximum), all = TSimd.Zero;
        for (int row = 0; row < outputs.Rows; row++)
        {
            Backward(half + (row * 6 * width), width, pixels, width);
            for (int column = 0; column < outputs.Columns; column++)
            {
                TVector sum = TSimd.Add(TSimd.Load(pixels + (column * width)), bias);
                all = TSimd.Add(all, sum);
                if (outputs.Residual != null) sum = TSimd.Add(sum, TSimd.Load(outputs.Residual + (row * outputs.RowStrideResidual) + (column * outputs.PixelStride)));
                sum = TSimd.Activate(sum, outputs.Slope, least, most);
                TSimd.Store(sum, outputs.To + (row * outputs.RowStride) + (column * outputs.PixelStride));
            }
        }

        if (!TSimd.AreFinite(all)) outputs.Spoiled = true;
    }

    // Bᵀ on six vectors. Its rows are the coefficients of Π (x − q) over the other points q.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Forward(float* from, nint step, float* to, nint stride)
    {
        TVector d0 = TSimd.Load(from), d1 = TSimd.Load(from + step), d2 = TSimd.Load(from + (2 * step));
        TVector d3 = TSimd.Load(from + (3 * step)), d4 = TSimd.Load(from + (4 * step)), d5 = TSimd.Load(from + (5 * step));
        TVector minusTwo = TSimd.Broadcast(-2), minusHalf = TSimd.Broadcast(-0.5f), minusFiveHalves = TSimd.Broadcast(-2.5f);
        TVector evenA = TSimd.MultiplyAdd(minusTwo, d2, d4), oddA = TSimd.Multiply(TSimd.Broadcast(A), TSimd.MultiplyAdd(minusTwo, d1, d3));
        TVector evenB = TSimd.MultiplyAdd(minusHalf, d2, d4), oddB = TSimd.Multiply(TSimd.Broadcast(B), TSimd.MultiplyAdd(minusHalf, d1, d3));
        TSimd.Store(TSimd.MultiplyAdd(minusFiveHalves, d2, TSimd.Add(d0, d4)), to);
        TSimd.Store(TSimd.Add(evenA, oddA), to + stride);
        TSimd.Store(TSimd.Subtract(evenA, oddA), to + (2 * stride));
        TSimd.Store(TSimd.Add(evenB, oddB), to + (3 * stride));
        TSimd.Store(TSimd.Subtract(evenB, oddB), to + (4 * stride));
        TSimd.Store(TSimd.MultiplyAdd(minusFiveHalves, d3, TSimd.Add(d1, d5)), to + (5 * stride));
    }

    // Aᵀ on six vectors: row i has the points' i-th powers, and ∞ in the last.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Backward(float* from, nint step, float* to, nint stride)
    {
        TVector m0 = TSimd.Load(from), m1 = TSimd.Load(from + step), m2 = TSimd.Load(from + (2 * step));
        TVector m3 = TSimd.Load(from + (3 * step)), m4 = TSimd.Load(from + (4 * step)), m5 = TSimd.Load(from + (5 * step));
        TVector sumA = TSimd.Add(m1, m2), differenceA = TSimd.Subtract(m1, m2), sumB = TSimd.Add(m3, m4), differenceB = TSimd.Subtract(m3, m4);
        TSimd.Store(TSimd.Add(TSimd.Add(m0, sumA), sumB), to);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(B), differenceB, TSimd.Multiply(TSimd.Broadcast(A), differenceA)), to + stride);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(2), sumB, TSimd.Multiply(TSimd.Broadcast(0.5f), sumA)), to + (2 * stride));
        TVector cubes = TSimd.MultiplyAdd(TSimd.Broadcast(A * A * A), differenceA, m5);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(B * B * B), differenceB, cubes), to + (3 * stride));
    }
}
