namespace RefCnn.Accelerate.Gemm;

/// <summary>Four rows, for machines with 16 vector registers. Every accumulator is a local of its own, which is what keeps it in a register.</summary>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal sealed unsafe class LowTile<TSimd, TVector> : TileKernel
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
{
    public override int Rows => 4;

    public override int Width => TSimd.Width;

    public override void Run(int terms, float* a, float* b, float* c, nint stride, int vectors, bool add)
    {
        if (vectors == 1) Tile4By1(terms, a, b, c, stride, add);
        else if (vectors == 2) Tile4By2(terms, a, b, c, stride, add);
        else Tile4By3(terms, a, b, c, stride, add);
    }

    private static void Tile4By3(int terms, float* a, float* b, float* c, nint stride, bool add)
    {
        TVector r0v0 = TSimd.Zero, r0v1 = TSimd.Zero, r0v2 = TSimd.Zero;
        TVector r1v0 = TSimd.Zero, r1v1 = TSimd.Zero, r1v2 = TSimd.Zero;
        TVector r2v0 = TSimd.Zero, r2v1 = TSimd.Zero, r2v2 = TSimd.Zero;
        TVector r3v0 = TSimd.Zero, r3v1 = TSimd.Zero, r3v2 = TSimd.Zero;
        for (int k = 0; k < terms; k++)
        {
            TVector b0 = TSimd.Load(b);
            TVector b1 = TSimd.Load(b + TSimd.Width);
            TVector b2 = TSimd.Load(b + (2 * TSimd.Width));
            TVector a0 = TSimd.Broadcast(a[0]);
            r0v0 = TSimd.MultiplyAdd(a0, b0, r0v0); r0v1 = TSimd.MultiplyAdd(a0, b1, r0v1); r0v2 = TSimd.MultiplyAdd(a0, b2, r0v2);
            TVector a1 = TSimd.Broadcast(a[1]);
            r1v0 = TSimd.MultiplyAdd(a1, b0, r1v0); r1v1 = TSimd.MultiplyAdd(a1, b1, r1v1); r1v2 = TSimd.MultiplyAdd(a1, b2, r1v2);
            TVector a2 = TSimd.Broadcast(a[2]);
            r2v0 = TSimd.MultiplyAdd(a2, b0, r2v0); r2v1 = TSimd.MultiplyAdd(a2, b1, r2v1); r2v2 = TSimd.MultiplyAdd(a2, b2, r2v2);
            TVector a3 = TSimd.Broadcast(a[3]);
            r3v0 = TSimd.MultiplyAdd(a3, b0, r3v0); r3v1 = TSimd.MultiplyAdd(a3, b1, r3v1); r3v2 = TSimd.MultiplyAdd(a3, b2, r3v2);
            a += 4;
            b += 3 * TSimd.Width;
        }

        Put(c, r0v0, add);
        Put(c + TSimd.Width, r0v1, add);
        Put(c + (2 * TSimd.Width), r0v2, add);
        Put(c + stride, r1v0, add);
        Put(c + stride + TSimd.Width, r1v1, add);
        Put(c + stride + (2 * TSimd.Width), r1v2, add);
        Put(c + (2 * stride), r2v0, add);
        Put(c + (2 * stride) + TSimd.Width, r2v1, add);
        Put(c + (2 * stride) + (2 * TSimd.Width), r2v2, add);
        Put(c + (3 * stride), r3v0, add);
        Put(c + (3 * stride) + TSimd.Width, r3v1, add);
        Put(c + (3 * stride) + (2 * TSimd.Width), r3v2, add);
    }

    private static void Tile4By2(int terms, float* a, float* b, float* c, nint stride, bool add)
    {
        TVector r0v0 = TSimd.Zero, r0v1 = TSimd.Zero;
        TVector r1v0 = TSimd.Zero, r1v1 = TSimd.Zero;
        TVector r2v0 = TSimd.Zero, r2v1 = TSimd.Zero;
        TVector r3v0 = TSimd.Zero, r3v1 = TSimd.Zero;
        for (int k = 0; k < terms; k++)
        {
            TVector b0 = TSimd.Load(b);
            TVector b1 = TSimd.Load(b + TSimd.Width);
            TVector a0 = TSimd.Broadcast(a[0]);
            r0v0 = TSimd.MultiplyAdd(a0, b0, r0v0); r0v1 = TSimd.MultiplyAdd(a0, b1, r0v1);
            TVector a1 = TSimd.Broadcast(a[1]);
            r1v0 = TSimd.MultiplyAdd(a1, b0, r1v0); r1v1 = TSimd.MultiplyAdd(a1, b1, r1v1);
            TVector a2 = TSimd.Broadcast(a[2]);
            r2v0 = TSimd.MultiplyAdd(a2, b0, r2v0); r2v1 = TSimd.MultiplyAdd(a2, b1, r2v1);
            TVector a3 = TSimd.Broadcast(a[3]);
            r3v0 = TSimd.MultiplyAdd(a3, b0, r3v0); r3v1 = TSimd.MultiplyAdd(a3, b1, r3v1);
            a += 4;
            b += 3 * TSimd.Width;
        }

        Put(c, r0v0, add);
        Put(c + TSimd.Width, r0v1, add);
        Put(c + stride, r1v0, add);
        Put(c + stride + TSimd.Width, r1v1, add);
        Put(c + (2 * stride), r2v0, add);
        Put(c + (2 * stride) + TSimd.Width, r2v1, add);
        Put(c + (3 * stride), r3v0, add);
        Put(c + (3 * stride) + TSimd.Width, r3v1, add);
    }

    private static void Tile4By1(int terms, float* a, float* b, float* c, nint stride, bool add)
    {
        TVector r0v0 = TSimd.Zero;
        TVector r1v0 = TSimd.Zero;
        TVector r2v0 = TSimd.Zero;
        TVector r3v0 = TSimd.Zero;
        for (int k = 0; k < terms; k++)
        {
            TVector b0 = TSimd.Load(b);
            TVector a0 = TSimd.Broadcast(a[0]);
            r0v0 = TSimd.MultiplyAdd(a0, b0, r0v0);
            TVector a1 = TSimd.Broadcast(a[1]);
            r1v0 = TSimd.MultiplyAdd(a1, b0, r1v0);
            TVector a2 = TSimd.Broadcast(a[2]);
            r2v0 = TSimd.MultiplyAdd(a2, b0, r2v0);
            TVector a3 = TSimd.Broadcast(a[3]);
            r3v0 = TSimd.MultiplyAdd(a3, b0, r3v0);
            a += 4;
            b += 3 * TSimd.Width;
        }

        Put(c, r0v0, add);
        Put(c + stride, r1v0, add);
        Put(c + (2 * stride), r2v0, add);
        Put(c + (3 * stride), r3v0, add);
    }

    private static void Put(float* to, TVector value, bool add) => TSimd.Store(add ? TSimd.Add(TSimd.Load(to), value) : value, to);
}
