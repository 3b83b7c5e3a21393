using System.Runtime.CompilerServices;
using RefCnn.Accelerate.Simd;

namespace RefCnn.Accelerate.Tiles;

/// <summary>
/// The innermost loop of every sum of products: a tile of C, some rows by some vectors, stays in registers while the terms stream past. One text
/// for all sizes: rows and vectors are types, so that the compiler drops what lies beyond them. Every accumulator is a local of its own, which is what
/// keeps it in a register; of 32 registers a tile may take 28 for accumulators, and more than nine rows have at most two vectors, more than seven three.
/// </summary>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TRows">Rows: 1 to 14.</typeparam>
/// <typeparam name="TVectors">Vectors: 1 to 4.</typeparam>
/// <typeparam name="TFresh">1 where B comes from memory, and is fetched ahead of its use; 0 where the cache has it.</typeparam>
internal static unsafe class Tile<TSimd, TVector, TRows, TVectors, TFresh>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
    where TRows : struct, ICount
    where TVectors : struct, ICount
    where TFresh : struct, ICount
{
    // In values: a cache line, and how long memory takes in terms of the loop.
    private const int CacheLine = 16, Ahead = 1024;

    /// <summary>Computes a tile.</summary>
    /// <param name="t">Its operands.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref TileArguments t)
    {
        float* bias = t.Bias;
        TVector z0 = Start(bias, 0), z1 = Start(bias, 1), z2 = Start(bias, 2), z3 = Start(bias, 3);
        TVector r0v0 = z0, r0v1 = z1, r0v2 = z2, r0v3 = z3;
        TVector r1v0 = z0, r1v1 = z1, r1v2 = z2, r1v3 = z3;
        TVector r2v0 = z0, r2v1 = z1, r2v2 = z2, r2v3 = z3;
        TVector r3v0 = z0, r3v1 = z1, r3v2 = z2, r3v3 = z3;
        TVector r4v0 = z0, r4v1 = z1, r4v2 = z2, r4v3 = z3;
        TVector r5v0 = z0, r5v1 = z1, r5v2 = z2, r5v3 = z3;
        TVector r6v0 = z0, r6v1 = z1, r6v2 = z2, r6v3 = z3;
        TVector r7v0 = z0, r7v1 = z1, r7v2 = z2;
        TVector r8v0 = z0, r8v1 = z1, r8v2 = z2;
        TVector r9v0 = z0, r9v1 = z1;
        TVector r10v0 = z0, r10v1 = z1;
        TVector r11v0 = z0, r11v1 = z1;
        TVector r12v0 = z0, r12v1 = z1;
        TVector r13v0 = z0, r13v1 = z1;

        nint stride = t.RowStrideA, termStride = t.TermStrideB;
        float* b = t.B;
        Segment* last = t.Segments + t.SegmentCount;
        for (Segment* segment = t.Segments; segment < last; segment++)
        {
            FetchRows(t.A + (segment + 1 < last ? segment[1] : *segment).Offset, stride);
            float* p0 = t.A + segment->Offset, p3 = p0 + (3 * stride), p6 = p3 + (3 * stride), p9 = p6 + (3 * stride), p12 = p9 + (3 * stride);
            for (float* end = p0 + segment->Terms; p0 < end; p0++, p3++, p6++, p9++, p12++, b += termStride)
            {
                TVector b0 = TSimd.Load(b);
                TVector b1 = TVectors.Value > 1 ? TSimd.Load(b + TSimd.Width) : z1;
                TVector b2 = TVectors.Value > 2 ? TSimd.Load(b + (2 * TSimd.Width)) : z2;
                TVector b3 = TVectors.Value > 3 ? TSimd.Load(b + (3 * TSimd.Width)) : z3;
                if (TFresh.Value > 0)
                {
                    Prefetch.Line(b + Ahead);
                    if (TVectors.Value * TSimd.Width > CacheLine) Prefetch.Line(b + CacheLine + Ahead);
                    if (TVectors.Value * TSimd.Width > 2 * CacheLine) Prefetch.Line(b + (2 * CacheLine) + Ahead);
                    if (TVectors.Value * TSimd.Width > 3 * CacheLine) Prefetch.Line(b + (3 * CacheLine) + Ahead);
                }

                TVector a0 = TSimd.Broadcast(p0[0]);
                r0v0 = TSimd.MultiplyAdd(a0, b0, r0v0);
                if (TVectors.Value > 1) r0v1 = TSimd.MultiplyAdd(a0, b1, r0v1);
                if (TVectors.Value > 2) r0v2 = TSimd.MultiplyAdd(a0, b2, r0v2);
                if (TVectors.Value > 3) r0v3 = TSimd.MultiplyAdd(a0, b3, r0v3);

                if (TRows.Value > 1)
                {
                    TVector a1 = TSimd.Broadcast(p0[stride]);
                    r1v0 = TSimd.MultiplyAdd(a1, b0, r1v0);
                    if (TVectors.Value > 1) r1v1 = TSimd.MultiplyAdd(a1, b1, r1v1);
                    if (TVectors.Value > 2) r1v2 = TSimd.MultiplyAdd(a1, b2, r1v2);
                    if (TVectors.Value > 3) r1v3 = TSimd.MultiplyAdd(a1, b3, r1v3);
                }

                if (TRows.Value > 2)
                {
                    TVector a2 = TSimd.Broadcast(p0[2 * stride]);
                    r2v0 = TSimd.MultiplyAdd(a2, b0, r2v0);
                    if (TVectors.Value > 1) r2v1 = TSimd.MultiplyAdd(a2, b1, r2v1);
                    if (TVectors.Value > 2) r2v2 = TSimd.MultiplyAdd(a2, b2, r2v2);
                    if (TVectors.Value > 3) r2v3 = TSimd.MultiplyAdd(a2, b3, r2v3);
                }

                if (TRows.Value > 3)
                {
                    TVector a3 = TSimd.Broadcast(p3[0]);
                    r3v0 = TSimd.MultiplyAdd(a3, b0, r3v0);
                    if (TVectors.Value > 1) r3v1 = TSimd.MultiplyAdd(a3, b1, r3v1);
                    if (TVectors.Value > 2) r3v2 = TSimd.MultiplyAdd(a3, b2, r3v2);
                    if (TVectors.Value > 3) r3v3 = TSimd.MultiplyAdd(a3, b3, r3v3);
                }

                if (TRows.Value > 4)
                {
                    TVector a4 = TSimd.Broadcast(p3[stride]);
                    r4v0 = TSimd.MultiplyAdd(a4, b0, r4v0);
                    if (TVectors.Value > 1) r4v1 = TSimd.MultiplyAdd(a4, b1, r4v1);
                    if (TVectors.Value > 2) r4v2 = TSimd.MultiplyAdd(a4, b2, r4v2);
                    if (TVectors.Value > 3) r4v3 = TSimd.MultiplyAdd(a4, b3, r4v3);
                }

                if (TRows.Value > 5)
                {
                    TVector a5 = TSimd.Broadcast(p3[2 * stride]);
                    r5v0 = TSimd.MultiplyAdd(a5, b0, r5v0);
                    if (TVectors.Value > 1) r5v1 = TSimd.MultiplyAdd(a5, b1, r5v1);
                    if (TVectors.Value > 2) r5v2 = TSimd.MultiplyAdd(a5, b2, r5v2);
                    if (TVectors.Value > 3) r5v3 = TSimd.MultiplyAdd(a5, b3, r5v3);
                }

                if (TRows.Value > 6)
                {
                    TVector a6 = TSimd.Broadcast(p6[0]);
                    r6v0 = TSimd.MultiplyAdd(a6, b0, r6v0);
                    if (TVectors.Value > 1) r6v1 = TSimd.MultiplyAdd(a6, b1, r6v1);
                    if (TVectors.Value > 2) r6v2 = TSimd.MultiplyAdd(a6, b2, r6v2);
                    if (TVectors.Value > 3) r6v3 = TSimd.MultiplyAdd(a6, b3, r6v3);
                }

                if (TRows.Value > 7)
                {
                    TVector a7 = TSimd.Broadcast(p6[stride]);
                    r7v0 = TSimd.MultiplyAdd(a7, b0, r7v0);
                    if (TVectors.Value > 1) r7v1 = TSimd.MultiplyAdd(a7, b1, r7v1);
                    if (TVectors.Value > 2) r7v2 = TSimd.MultiplyAdd(a7, b2, r7v2);
                }

                if (TRows.Value > 8)
                {
                    TVector a8 = TSimd.Broadcast(p6[2 * stride]);
                    r8v0 = TSimd.MultiplyAdd(a8, b0, r8v0);
                    if (TVectors.Value > 1) r8v1 = TSimd.MultiplyAdd(a8, b1, r8v1);
                    if (TVectors.Value > 2) r8v2 = TSimd.MultiplyAdd(a8, b2, r8v2);
                }

                if (TRows.Value > 9)
                {
                    TVector a9 = TSimd.Broadcast(p9[0]);
                    r9v0 = TSimd.MultiplyAdd(a9, b0, r9v0);
                    if (TVectors.Value > 1) r9v1 = TSimd.MultiplyAdd(a9, b1, r9v1);
                }

                if (TRows.Value > 10)
                {
                    TVector a10 = TSimd.Broadcast(p9[stride]);
                    r10v0 = TSimd.MultiplyAdd(a10, b0, r10v0);
                    if (TVectors.Value > 1) r10v1 = TSimd.MultiplyAdd(a10, b1, r10v1);
                }

                if (TRows.Value > 11)
                {
                    TVector a11 = TSimd.Broadcast(p9[2 * stride]);
                    r11v0 = TSimd.MultiplyAdd(a11, b0, r11v0);
                    if (TVectors.Value > 1) r11v1 = TSimd.MultiplyAdd(a11, b1, r11v1);
                }

                if (TRows.Value > 12)
                {
                    TVector a12 = TSimd.Broadcast(p12[0]);
                    r12v0 = TSimd.MultiplyAdd(a12, b0, r12v0);
                    if (TVectors.Value > 1) r12v1 = TSimd.MultiplyAdd(a12, b1, r12v1);
                }

                if (TRows.Value > 13)
                {
                    TVector a13 = TSimd.Broadcast(p12[stride]);
                    r13v0 = TSimd.MultiplyAdd(a13, b0, r13v0);
                    if (TVectors.Value > 1) r13v1 = TSimd.MultiplyAdd(a13, b1, r13v1);
                }
            }
        }

        TVector least = TSimd.Broadcast(t.Minimum), most = TSimd.Broadcast(t.Maximum);
        if (t.Residual == null && t.Slope == 1)
        {
            float* c = t.C;
            nint rows = t.RowStrideC, vectors = t.VectorStrideC;
            Put(ref c, rows, vectors, least, most, r0v0, r0v1, r0v2, r0v3);
            if (TRows.Value > 1) Put(ref c, rows, vectors, least, most, r1v0, r1v1, r1v2, r1v3);
            if (TRows.Value > 2) Put(ref c, rows, vectors, least, most, r2v0, r2v1, r2v2, r2v3);
            if (TRows.Value > 3) Put(ref c, rows, vectors, least, most, r3v0, r3v1, r3v2, r3v3);
            if (TRows.Value > 4) Put(ref c, rows, vectors, least, most, r4v0, r4v1, r4v2, r4v3);
            if (TRows.Value > 5) Put(ref c, rows, vectors, least, most, r5v0, r5v1, r5v2, r5v3);
            if (TRows.Value > 6) Put(ref c, rows, vectors, least, most, r6v0, r6v1, r6v2, r6v3);
            if (TRows.Value > 7) Put(ref c, rows, vectors, least, most, r7v0, r7v1, r7v2, z3);
            if (TRows.Value > 8) Put(ref c, rows, vectors, least, most, r8v0, r8v1, r8v2, z3);
            if (TRows.Value > 9) Put(ref c, rows, vectors, least, most, r9v0, r9v1, z2, z3);
            if (TRows.Value > 10) Put(ref c, rows, vectors, least, most, r10v0, r10v1, z2, z3);
            if (TRows.Value > 11) Put(ref c, rows, vectors, least, most, r11v0, r11v1, z2, z3);
            if (TRows.Value > 12) Put(ref c, rows, vectors, least, most, r12v0, r12v1, z2, z3);
            if (TRows.Value > 13) Put(ref c, rows, vectors, least, most, r13v0, r13v1, z2, z3);
            return;
        }

        Finish(ref t, 0, least, most, r0v0, r0v1, r0v2, r0v3);
        if (TRows.Value > 1) Finish(ref t, 1, least, most, r1v0, r1v1, r1v2, r1v3);
        if (TRows.Value > 2) Finish(ref t, 2, least, most, r2v0, r2v1, r2v2, r2v3);
        if (TRows.Value > 3) Finish(ref t, 3, least, most, r3v0, r3v1, r3v2, r3v3);
        if (TRows.Value > 4) Finish(ref t, 4, least, most, r4v0, r4v1, r4v2, r4v3);
        if (TRows.Value > 5) Finish(ref t, 5, least, most, r5v0, r5v1, r5v2, r5v3);
        if (TRows.Value > 6) Finish(ref t, 6, least, most, r6v0, r6v1, r6v2, r6v3);
        if (TRows.Value > 7) Finish(ref t, 7, least, most, r7v0, r7v1, r7v2, z3);
        if (TRows.Value > 8) Finish(ref t, 8, least, most, r8v0, r8v1, r8v2, z3);
        if (TRows.Value > 9) Finish(ref t, 9, least, most, r9v0, r9v1, z2, z3);
        if (TRows.Value > 10) Finish(ref t, 10, least, most, r10v0, r10v1, z2, z3);
        if (TRows.Value > 11) Finish(ref t, 11, least, most, r11v0, r11v1, z2, z3);
        if (TRows.Value > 12) Finish(ref t, 12, least, most, r12v0, r12v1, z2, z3);
        if (TRows.Value > 13) Finish(ref t, 13, least, most, r13v0, r13v1, z2, z3);
    }

    // Segments lie far from each other, where no processor expects the next one: what it begins with is fetched while this one is computed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FetchRows(float* from, nint stride)
    {
        Prefetch.Line(from);
        if (TRows.Value > 1) Prefetch.Line(from + stride);
        if (TRows.Value > 2) Prefetch.Line(from + (2 * stride));
        if (TRows.Value > 3) Prefetch.Line(from + (3 * stride));
        if (TRows.Value > 4) Prefetch.Line(from + (4 * stride));
        if (TRows.Value > 5) Prefetch.Line(from + (5 * stride));
        if (TRows.Value > 6) Prefetch.Line(from + (6 * stride));
        if (TRows.Value > 7) Prefetch.Line(from + (7 * stride));
        if (TRows.Value > 8) Prefetch.Line(from + (8 * stride));
        if (TRows.Value > 9) Prefetch.Line(from + (9 * stride));
        if (TRows.Value > 10) Prefetch.Line(from + (10 * stride));
        if (TRows.Value > 11) Prefetch.Line(from + (11 * stride));
        if (TRows.Value > 12) Prefetch.Line(from + (12 * stride));
        if (TRows.Value > 13) Prefetch.Line(from + (13 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Start(float* bias, int vector) => bias == null || vector >= TVectors.Value ? TSimd.Zero : TSimd.Load(bias + (vector * TSimd.Width));

    // Most sums are only clamped: what the others need would take longer than the sums of a short line.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref float* c, nint rowStride, nint vectorStride, TVector least, TVector most, TVector v0, TVector v1, TVector v2, TVector v3)
    {
        TSimd.Store(TSimd.Activate(v0, 1, least, most), c);
        if (TVectors.Value > 1) TSimd.Store(TSimd.Activate(v1, 1, least, most), c + vectorStride);
        if (TVectors.Value > 2) TSimd.Store(TSimd.Activate(v2, 1, least, most), c + (2 * vectorStride));
        if (TVectors.Value > 3) TSimd.Store(TSimd.Activate(v3, 1, least, most), c + (3 * vectorStride));
        c += rowStride;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(ref TileArguments t, int row, TVector least, TVector most, TVector v0, TVector v1, TVector v2, TVector v3)
    {
        float* c = t.C + (row * t.RowStrideC), residual = t.Residual == null ? null : t.Residual + (row * t.RowStrideResidual);
        Finish(ref t, c, residual, least, most, v0);
        if (TVectors.Value > 1) Finish(ref t, c + t.VectorStrideC, residual + t.VectorStrideResidual, least, most, v1);
        if (TVectors.Value > 2) Finish(ref t, c + (2 * t.VectorStrideC), residual + (2 * t.VectorStrideResidual), least, most, v2);
        if (TVectors.Value > 3) Finish(ref t, c + (3 * t.VectorStrideC), residual + (3 * t.VectorStrideResidual), least, most, v3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(ref TileArguments t, float* c, float* residual, TVector least, TVector most, TVector sum)
    {
        if (t.Residual != null) sum = TSimd.Add(sum, TSimd.Load(residual));
        TSimd.Store(TSimd.Activate(sum, t.Slope, least, most), c);
    }
}
