using System.Runtime.CompilerServices;
using RefCnn.Accelerate.Simd;

namespace RefCnn.Accelerate.Tiles;

/// <summary>
/// The innermost loop of every sum of products: a tile of C, some rows by some vectors, stays in registers while the terms stream past. One text
/// for all sizes: rows and vectors are types, so that the compiler drops what lies beyond them. Of 32 registers a tile may take 28 for accumulators: seven rows of four vectors, nine of three,
/// fourteen of two or one.
/// </summary>
/// <remarks>
/// What counts beside the multiplications is how few other instructions there are, most of all where two threads share a core and each begins half as many in a cycle. So terms follow each other
/// without a branch: with vectors of eight values all eight of a block of channels, since a loop that ends after so few is mispredicted at its end (AMD, third generation); with others four.
/// All that is called is inlined, and accumulators are fields that the compiler keeps in registers as it does locals.
/// </remarks>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TRows">Rows: 1 to 14.</typeparam>
/// <typeparam name="TVectors">Vectors: 1 to 4.</typeparam>
/// <typeparam name="TFresh">Two where B comes from memory, and is fetched ahead of its use; one where the cache has it.</typeparam>
internal static unsafe class Tile<TSimd, TVector, TRows, TVectors, TFresh>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
    where TRows : unmanaged
    where TVectors : unmanaged
    where TFresh : unmanaged
{
    // In values: a cache line, and how long memory takes in terms of the loop.
    private const int CacheLine = 16, Ahead = 1024;

    /// <summary>Computes a tile.</summary>
    /// <param name="t">Its operands.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref TileArguments t)
    {
        ThreeRows rows0 = Start(t.Bias), rows3 = rows0, rows6 = rows0, rows9 = rows0, rows12 = rows0;
        nint stride = t.RowStrideA;
        int together = sizeof(TVector) == 32 ? 8 : 4;
        float* start = t.A;
        var b = (TVector*)t.B;
        Segment* last = t.Segments + t.SegmentCount;
        for (Segment* segment = t.Segments; segment < last; segment++)
        {
            float* a = start + segment->Offset;
            nint terms = segment->Terms;
            for (; terms >= together; terms -= together, a += together, b += together * sizeof(TVectors))
            {
                Term(0, a, stride, b, ref rows0, ref rows3, ref rows6, ref rows9, ref rows12);
                Term(1, a, stride, b, ref rows0, ref rows3, ref rows6, ref rows9, ref rows12);
                Term(2, a, stride, b, ref rows0, ref rows3, ref rows6, ref rows9, ref rows12);
                Term(3, a, stride, b, ref rows0, ref rows3, ref rows6, ref rows9, ref rows12);
                if (sizeof(TVector) == 32)
                {
                    Term(4, a, stride, b, ref rows0, ref rows3, ref rows6, ref rows9, ref rows12);
                    Term(5, a, stride, b, ref rows0, ref rows3, ref rows6, ref rows9, ref rows12);
                    Term(6, a, stride, b, ref rows0, ref rows3, ref rows6, ref rows9, ref rows12);
                    Term(7, a, stride, b, ref rows0, ref rows3, ref rows6, ref rows9, ref rows12);
                }
            }

            for (; terms > 0; terms--, a++, b += sizeof(TVectors)) Term(0, a, stride, b, ref rows0, ref rows3, ref rows6, ref rows9, ref rows12);
        }

        TVector least = TSimd.Broadcast(t.Minimum), most = TSimd.Broadcast(t.Maximum);
        if (t.Residual == null && t.Slope == 1 && (t.RowsOfLine == 0 || t.RowsToGap >= sizeof(TRows)))
        {
            // Most sums are only clamped: what the others need would take longer than the sums of a short line.
            Put(0, ref t, least, most, ref rows0);
            if (sizeof(TRows) > 3) Put(3, ref t, least, most, ref rows3);
            if (sizeof(TRows) > 6) Put(6, ref t, least, most, ref rows6);
            if (sizeof(TRows) > 9) Put(9, ref t, least, most, ref rows9);
            if (sizeof(TRows) > 12) Put(12, ref t, least, most, ref rows12);
        }
        else
        {
            var sums = stackalloc TVector[sizeof(TRows) * sizeof(TVectors)];
            Keep(0, sums, ref rows0);
            if (sizeof(TRows) > 3) Keep(3, sums, ref rows3);
            if (sizeof(TRows) > 6) Keep(6, sums, ref rows6);
            if (sizeof(TRows) > 9) Keep(9, sums, ref rows9);
            if (sizeof(TRows) > 12) Keep(12, sums, ref rows12);
            Finish(ref t, sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ThreeRows Start(float* bias)
    {
        var rows = default(ThreeRows);
        if (bias != null)
        {
            rows.R0V0 = rows.R1V0 = rows.R2V0 = TSimd.Load(bias);
            if (sizeof(TVectors) > 1) rows.R0V1 = rows.R1V1 = rows.R2V1 = TSimd.Load(bias + TSimd.Width);
            if (sizeof(TVectors) > 2) rows.R0V2 = rows.R1V2 = rows.R2V2 = TSimd.Load(bias + (2 * TSimd.Width));
            if (sizeof(TVectors) > 3) rows.R0V3 = rows.R1V3 = rows.R2V3 = TSimd.Load(bias + (3 * TSimd.Width));
        }

        return rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Term(int term, float* a, nint stride, TVector* b, ref ThreeRows rows0, ref ThreeRows rows3, ref ThreeRows rows6, ref ThreeRows rows9, ref ThreeRows rows12)
    {
        TVector b0 = TSimd.Load((float*)(b + (term * sizeof(TVectors))));
        TVector b1 = sizeof(TVectors) > 1 ? TSimd.Load((float*)(b + (term * sizeof(TVectors)) + 1)) : b0;
        TVector b2 = sizeof(TVectors) > 2 ? TSimd.Load((float*)(b + (term * sizeof(TVectors)) + 2)) : b0;
        TVector b3 = sizeof(TVectors) > 3 ? TSimd.Load((float*)(b + (term * sizeof(TVectors)) + 3)) : b0;
        if (sizeof(TFresh) > 1)
        {
            float* ahead = (float*)(b + (term * sizeof(TVectors))) + Ahead;
            Prefetch.Line(ahead);
            if (sizeof(TVectors) * sizeof(TVector) > CacheLine * sizeof(float)) Prefetch.Line(ahead + CacheLine);
            if (sizeof(TVectors) * sizeof(TVector) > 2 * CacheLine * sizeof(float)) Prefetch.Line(ahead + (2 * CacheLine));
            if (sizeof(TVectors) * sizeof(TVector) > 3 * CacheLine * sizeof(float)) Prefetch.Line(ahead + (3 * CacheLine));
        }

        Add(0, term, a, stride, b0, b1, b2, b3, ref rows0);
        if (sizeof(TRows) > 3) Add(3, term, a, stride, b0, b1, b2, b3, ref rows3);
        if (sizeof(TRows) > 6) Add(6, term, a, stride, b0, b1, b2, b3, ref rows6);
        if (sizeof(TRows) > 9) Add(9, term, a, stride, b0, b1, b2, b3, ref rows9);
        if (sizeof(TRows) > 12) Add(12, term, a, stride, b0, b1, b2, b3, ref rows12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(int row, int term, float* a, nint stride, TVector b0, TVector b1, TVector b2, TVector b3, ref ThreeRows sums)
    {
        TVector a0 = TSimd.Broadcast(*(a + (row * stride) + term));
        sums.R0V0 = TSimd.MultiplyAdd(a0, b0, sums.R0V0);
        if (sizeof(TVectors) > 1) sums.R0V1 = TSimd.MultiplyAdd(a0, b1, sums.R0V1);
        if (sizeof(TVectors) > 2) sums.R0V2 = TSimd.MultiplyAdd(a0, b2, sums.R0V2);
        if (sizeof(TVectors) > 3) sums.R0V3 = TSimd.MultiplyAdd(a0, b3, sums.R0V3);
        if (sizeof(TRows) > row + 1)
        {
            TVector a1 = TSimd.Broadcast(*(a + (row * stride) + stride + term));
            sums.R1V0 = TSimd.MultiplyAdd(a1, b0, sums.R1V0);
            if (sizeof(TVectors) > 1) sums.R1V1 = TSimd.MultiplyAdd(a1, b1, sums.R1V1);
            if (sizeof(TVectors) > 2) sums.R1V2 = TSimd.MultiplyAdd(a1, b2, sums.R1V2);
            if (sizeof(TVectors) > 3) sums.R1V3 = TSimd.MultiplyAdd(a1, b3, sums.R1V3);
        }

        if (sizeof(TRows) > row + 2)
        {
            TVector a2 = TSimd.Broadcast(*(a + (row * stride) + (2 * stride) + term));
            sums.R2V0 = TSimd.MultiplyAdd(a2, b0, sums.R2V0);
            if (sizeof(TVectors) > 1) sums.R2V1 = TSimd.MultiplyAdd(a2, b1, sums.R2V1);
            if (sizeof(TVectors) > 2) sums.R2V2 = TSimd.MultiplyAdd(a2, b2, sums.R2V2);
            if (sizeof(TVectors) > 3) sums.R2V3 = TSimd.MultiplyAdd(a2, b3, sums.R2V3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(int row, ref TileArguments t, TVector least, TVector most, ref ThreeRows sums)
    {
        float* c = t.C + (row * t.RowStrideC);
        nint next = t.VectorStrideC;
        Put(c, next, least, most, sums.R0V0, sums.R0V1, sums.R0V2, sums.R0V3);
        if (sizeof(TRows) > row + 1) Put(c + t.RowStrideC, next, least, most, sums.R1V0, sums.R1V1, sums.R1V2, sums.R1V3);
        if (sizeof(TRows) > row + 2) Put(c + (2 * t.RowStrideC), next, least, most, sums.R2V0, sums.R2V1, sums.R2V2, sums.R2V3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* c, nint next, TVector least, TVector most, TVector v0, TVector v1, TVector v2, TVector v3)
    {
        TSimd.Store(TSimd.Activate(v0, 1, least, most), c);
        if (sizeof(TVectors) > 1) TSimd.Store(TSimd.Activate(v1, 1, least, most), c + next);
        if (sizeof(TVectors) > 2) TSimd.Store(TSimd.Activate(v2, 1, least, most), c + (2 * next));
        if (sizeof(TVectors) > 3) TSimd.Store(TSimd.Activate(v3, 1, least, most), c + (3 * next));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(int row, TVector* to, ref ThreeRows sums)
    {
        Keep(to + (row * sizeof(TVectors)), sums.R0V0, sums.R0V1, sums.R0V2, sums.R0V3);
        if (sizeof(TRows) > row + 1) Keep(to + ((row + 1) * sizeof(TVectors)), sums.R1V0, sums.R1V1, sums.R1V2, sums.R1V3);
        if (sizeof(TRows) > row + 2) Keep(to + ((row + 2) * sizeof(TVectors)), sums.R2V0, sums.R2V1, sums.R2V2, sums.R2V3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(TVector* to, TVector v0, TVector v1, TVector v2, TVector v3)
    {
        to[0] = v0;
        if (sizeof(TVectors) > 1) to[1] = v1;
        if (sizeof(TVectors) > 2) to[2] = v2;
        if (sizeof(TVectors) > 3) to[3] = v3;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Finish(ref TileArguments t, TVector* sums)
    {
        float slope = t.Slope;
        TVector least = TSimd.Broadcast(t.Minimum), most = TSimd.Broadcast(t.Maximum);
        float* c = t.C, residual = t.Residual;
        int toGap = t.RowsToGap;
        for (int row = 0; row < sizeof(TRows); row++)
        {
            for (int vector = 0; vector < sizeof(TVectors); vector++)
            {
                TVector sum = sums[(row * sizeof(TVectors)) + vector];
                if (residual != null) sum = TSimd.Add(sum, TSimd.Load(residual + (vector * t.VectorStrideResidual)));
                TSimd.Store(TSimd.Activate(sum, slope, least, most), c + (vector * t.VectorStrideC));
            }

            c += t.RowStrideC;
            if (residual != null) residual += t.RowStrideResidual;
            if (--toGap != 0) continue;
            c += t.Gap;
            if (residual != null) residual += t.GapResidual;
            toGap = t.RowsOfLine;
        }
    }

    private struct ThreeRows
    {
        public TVector R0V0, R0V1, R0V2, R0V3, R1V0, R1V1, R1V2, R1V3, R2V0, R2V1, R2V2, R2V3;
    }
}
