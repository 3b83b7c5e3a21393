using System.Runtime.CompilerServices;
using RefCnn.Accelerate.Simd;

namespace RefCnn.Accelerate.Convolution;

/// <summary>F(2, 2): the points 0, 1 and ∞.</summary>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal readonly unsafe struct TwoByTwoOf2x2Line<TSimd, TVector> : IWinogradLine
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
{
    public static int Side => 2;

    public static int Taps => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward(float* from, nint step, float* to, nint stride)
    {
        TVector d0 = TSimd.Load(from), d1 = TSimd.Load(from + step), d2 = TSimd.Load(from + (2 * step));
        TSimd.Store(TSimd.Subtract(d1, d0), to);
        TSimd.Store(d1, to + stride);
        TSimd.Store(TSimd.Subtract(d2, d1), to + (2 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward(float* from, nint step, float* to, nint stride)
    {
        TVector m0 = TSimd.Load(from), m1 = TSimd.Load(from + step), m2 = TSimd.Load(from + (2 * step));
        TSimd.Store(TSimd.Add(m0, m1), to);
        TSimd.Store(TSimd.Add(m1, m2), to + stride);
    }
}
