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

    /// <summary>Rows inside the image: 1 to those of a tile.</summary>
    public int Rows;

    /// <summary>Columns inside the image: 1 to those of a tile.</summary>
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

/// <summary>Winograd's algorithm in two dimensions: Y = Aᵀ·[(G·g·Gᵀ) ⊙ (Bᵀ·d·B)]·A. All channels of a block are transformed at once.</summary>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLine">Bᵀ and Aᵀ along one direction.</typeparam>
internal static unsafe class WinogradTransforms<TSimd, TVector, TLine>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
    where TLine : struct, IWinogradLine
{
    private static int Patch
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLine.Side + TLine.Taps - 1;
    }

    /// <summary>Bᵀ·d·B of a tile's patch of pixels.</summary>
    /// <param name="from">The patch's first pixel.</param>
    /// <param name="rowStride">From one row to the next.</param>
    /// <param name="pixelStride">From one pixel to the next.</param>
    /// <param name="to">Where the first of the transformed vectors goes, rows first.</param>
    /// <param name="stride">From one of them to the next.</param>
    /// <param name="half">Scratch memory for as many vectors as a patch has, on a cache line.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(float* from, nint rowStride, nint pixelStride, float* to, nint stride, float* half)
    {
        int width = TSimd.Width;
        for (int column = 0; column < Patch; column++) TLine.Forward(from + (column * pixelStride), rowStride, half + (column * width), Patch * width);
        for (int row = 0; row < Patch; row++) TLine.Forward(half + (row * Patch * width), width, to + (row * Patch * stride), stride);
    }

    /// <summary>Aᵀ·m·A, then bias, residual and activation, of a tile's products.</summary>
    /// <param name="from">The first of the products' vectors, rows first.</param>
    /// <param name="stride">From one of them to the next.</param>
    /// <param name="outputs">Where the pixels go.</param>
    /// <param name="half">Scratch memory for as many vectors as a patch has, on a cache line.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(float* from, nint stride, ref WinogradOutputs outputs, float* half)
    {
        int width = TSimd.Width;
        for (int column = 0; column < Patch; column++) TLine.Backward(from + (column * stride), Patch * stride, half + (column * width), Patch * width);

        float* pixels = half + (TLine.Side * Patch * width);
        TVector bias = TSimd.Load(outputs.Bias), least = TSimd.Broadcast(outputs.Minimum), most = TSimd.Broadcast(outputs.Maximum), all = TSimd.Zero;
        for (int row = 0; row < outputs.Rows; row++)
        {
            TLine.Backward(half + (row * Patch * width), width, pixels, width);
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
}
