using System.Runtime.CompilerServices;
using RefCnn.Accelerate.Simd;

namespace RefCnn.Accelerate.Convolution;

/// <summary>F(2, 3): the points 0, ±1 and ∞.</summary>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal readonly unsafe struct TwoByTwoOf3x3Line<TSimd, TVector> : IWinogradLine
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
{
    public static int Side => 2;

    public static int Taps => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward(float* from, nint step, float* to, nint stride)
    {
        TVector d0 = TSimd.Load(from), d1 = TSimd.Load(from + step), d2 = TSimd.Load(from + (2 * step)), d3 = TSimd.Load(from + (3 * step));
        TSimd.Store(TSimd.Subtract(d2, d0), to);
        TSimd.Store(TSimd.Add(d2, d1), to + stride);
        TSimd.Store(TSimd.Subtract(d2, d1), to + (2 * stride));
        TSimd.Store(TSimd.Subtract(d3, d1), to + (3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward(float* from, nint step, float* to, nint stride)
    {
        TVector m0 = TSimd.Load(from), m1 = TSimd.Load(from + step), m2 = TSimd.Load(from + (2 * step)), m3 = TSimd.Load(from + (3 * step));
        TSimd.Store(TSimd.Add(m0, TSimd.Add(m1, m2)), to);
        TSimd.Store(TSimd.Add(TSimd.Subtract(m1, m2), m3), to + stride);
    }
}
