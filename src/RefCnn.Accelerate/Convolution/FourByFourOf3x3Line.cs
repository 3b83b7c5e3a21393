using System.Runtime.CompilerServices;
using RefCnn.Accelerate.Simd;

namespace RefCnn.Accelerate.Convolution;

/// <summary>F(4, 3): the points 0, ±a, ±b and ∞ with a = √½ and b = √2.</summary>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal readonly unsafe struct FourByFourOf3x3Line<TSimd, TVector> : IWinogradLine
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
{
    private const float A = 0.70710678118654752f, B = 1.4142135623730951f;

    public static int Side => 4;

    public static int Taps => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward(float* from, nint step, float* to, nint stride)
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward(float* from, nint step, float* to, nint stride)
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
