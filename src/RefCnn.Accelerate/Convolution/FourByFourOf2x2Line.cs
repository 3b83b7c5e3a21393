using System.Runtime.CompilerServices;
using RefCnn.Accelerate.Simd;

namespace RefCnn.Accelerate.Convolution;

/// <summary>F(4, 2): the points ±a, ±b and ∞ with a = ⅜ and b = 5/4, whose powers float32 holds.</summary>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal readonly unsafe struct FourByFourOf2x2Line<TSimd, TVector> : IWinogradLine
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
{
    private const float A = 0.375f, B = 1.25f;

    public static int Side => 4;

    public static int Taps => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward(float* from, nint step, float* to, nint stride)
    {
        TVector d0 = TSimd.Load(from), d1 = TSimd.Load(from + step), d2 = TSimd.Load(from + (2 * step)), d3 = TSimd.Load(from + (3 * step)), d4 = TSimd.Load(from + (4 * step));
        TVector minusA2 = TSimd.Broadcast(-A * A), minusB2 = TSimd.Broadcast(-B * B);
        TVector evenA = TSimd.Multiply(TSimd.Broadcast(A), TSimd.MultiplyAdd(minusB2, d0, d2)), oddA = TSimd.MultiplyAdd(minusB2, d1, d3);
        TVector evenB = TSimd.Multiply(TSimd.Broadcast(B), TSimd.MultiplyAdd(minusA2, d0, d2)), oddB = TSimd.MultiplyAdd(minusA2, d1, d3);
        TSimd.Store(TSimd.Add(oddA, evenA), to);
        TSimd.Store(TSimd.Subtract(oddA, evenA), to + stride);
        TSimd.Store(TSimd.Add(oddB, evenB), to + (2 * stride));
        TSimd.Store(TSimd.Subtract(oddB, evenB), to + (3 * stride));
        TVector squares = TSimd.MultiplyAdd(TSimd.Broadcast(-(A * A) - (B * B)), d2, d4);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(A * A * B * B), d0, squares), to + (4 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward(float* from, nint step, float* to, nint stride)
    {
        TVector m0 = TSimd.Load(from), m1 = TSimd.Load(from + step), m2 = TSimd.Load(from + (2 * step)), m3 = TSimd.Load(from + (3 * step)), m4 = TSimd.Load(from + (4 * step));
        TVector sumA = TSimd.Add(m0, m1), differenceA = TSimd.Subtract(m0, m1), sumB = TSimd.Add(m2, m3), differenceB = TSimd.Subtract(m2, m3);
        TSimd.Store(TSimd.Add(sumA, sumB), to);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(B), differenceB, TSimd.Multiply(TSimd.Broadcast(A), differenceA)), to + stride);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(B * B), sumB, TSimd.Multiply(TSimd.Broadcast(A * A), sumA)), to + (2 * stride));
        TVector cubes = TSimd.MultiplyAdd(TSimd.Broadcast(A * A * A), differenceA, m4);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(B * B * B), differenceB, cubes), to + (3 * stride));
    }
}
