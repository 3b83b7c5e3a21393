using System.Runtime.CompilerServices;
using RefCnn.Accelerate.Kernels;
using RefCnn.Accelerate.Simd;

namespace RefCnn.Accelerate.Pooling;

/// <summary>What a row of a pooling works on: one block of channels.</summary>
internal unsafe struct PoolRowArguments
{
    /// <summary>The first sample of the first row that the windows see.</summary>
    public float* Input;

    /// <summary>From one row that they see to the next.</summary>
    public nint RowStep;

    /// <summary>How many rows they see.</summary>
    public int Rows;

    /// <summary>The columns that each window sees.</summary>
    public Taps* Columns;

    /// <summary>How many windows.</summary>
    public int Count;

    /// <summary>The first output; outputs follow each other.</summary>
    public float* Output;

    /// <summary>What each output is divided by; or null.</summary>
    public float* Divisors;
}

/// <summary>How samples of a window are joined.</summary>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface IJoin<TSimd, TVector>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
{
    /// <summary>What is made of no sample.</summary>
    static abstract TVector Start { get; }

    /// <summary>What is made of a sample more.</summary>
    /// <param name="so">What was made so far.</param>
    /// <param name="sample">The sample.</param>
    static abstract TVector Of(TVector so, TVector sample);
}

/// <summary>The sum.</summary>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal readonly struct SumJoin<TSimd, TVector> : IJoin<TSimd, TVector>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
{
    public static TVector Start => TSimd.Zero;

    public static TVector Of(TVector so, TVector sample) => TSimd.Add(so, sample);
}

/// <summary>The largest; NaN stays.</summary>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal readonly struct MaximumJoin<TSimd, TVector> : IJoin<TSimd, TVector>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
{
    public static TVector Start => TSimd.Broadcast(float.NegativeInfinity);

    public static TVector Of(TVector so, TVector sample) => TSimd.Max(so, sample);
}

/// <summary>A row of outputs of a pooling.</summary>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TJoin">How samples are joined.</typeparam>
internal static unsafe class PoolRow<TSimd, TVector, TJoin>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
    where TJoin : struct, IJoin<TSimd, TVector>
{
    /// <summary>Computes the row.</summary>
    /// <param name="row">Its operands.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref PoolRowArguments row)
    {
        float* output = row.Output;
        for (int x = 0; x < row.Count; x++, output += TSimd.Width)
        {
            Taps columns = row.Columns[x];
            float* from = row.Input + (columns.First * TSimd.Width);
            nint step = columns.Step * TSimd.Width;
            TVector so = TJoin.Start;
            for (int kh = 0; kh < row.Rows; kh++, from += row.RowStep)
            {
                float* sample = from;
                for (int kw = 0; kw < columns.Count; kw++, sample += step) so = TJoin.Of(so, TSimd.Load(sample));
            }

            if (row.Divisors != null) so = TSimd.Divide(so, TSimd.Broadcast(row.Divisors[x]));
            TSimd.Store(so, output);
        }
    }
}
