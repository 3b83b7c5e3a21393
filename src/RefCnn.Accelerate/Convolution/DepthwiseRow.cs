using System.Runtime.CompilerServices;
using RefCnn.Accelerate.Simd;

namespace RefCnn.Accelerate.Convolution;

/// <summary>What a row of a depthwise convolution works on: one block of channels.</summary>
internal unsafe struct DepthwiseRowArguments
{
    /// <summary>The sample that the first output's first tap would meet without offset.</summary>
    public float* Input;

    /// <summary>From the samples of one output to the next's.</summary>
    public nint InputStep;

    /// <summary>For each tap where its sample lies.</summary>
    public nint* Offsets;

    /// <summary>How many taps.</summary>
    public int Taps;

    /// <summary>A vector for each tap.</summary>
    public float* Weights;

    /// <summary>A vector that sums begin with.</summary>
    public float* Bias;

    /// <summary>The first output; outputs follow each other.</summary>
    public float* Output;

    /// <summary>Added output by output, or null.</summary>
    public float* Residual;

    /// <summary>How many outputs.</summary>
    public int Count;

    /// <summary>The factor of negative sums; 1 for none.</summary>
    public float Slope;

    /// <summary>The smallest result; −∞ for none.</summary>
    public float Minimum;

    /// <summary>The largest result; +∞ for none.</summary>
    public float Maximum;
}

/// <summary>
/// A row of outputs of a depthwise convolution, eight or four at a time, so that a tap's weights are read once for all of them and their sums do not wait for each other.
/// The last of a row begin early enough to be as many: what the ones before have computed comes out the same.
/// </summary>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal static unsafe class DepthwiseRow<TSimd, TVector>
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
{
    /// <summary>Computes the row.</summary>
    /// <param name="row">Its operands.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref DepthwiseRowArguments row)
    {
        TVector least = TSimd.Broadcast(row.Minimum), most = TSimd.Broadcast(row.Maximum);
        if (row.Count >= 8)
        {
            for (int x = 0; x < row.Count; x += 8) Eight(ref row, Math.Min(x, row.Count - 8), least, most);
        }
        else if (row.Count >= 4)
        {
            Four(ref row, 0, least, most);
            Four(ref row, row.Count - 4, least, most);
        }
        else
        {
            for (int x = 0; x < row.Count; x++) One(ref row, x, least, most);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(ref DepthwiseRowArguments row, int x, TVector least, TVector most)
    {
        nint step = row.InputStep;
        float* input = row.Input + (x * step), weights = row.Weights;
        TVector bias = TSimd.Load(row.Bias), s0 = bias, s1 = bias, s2 = bias, s3 = bias, s4 = bias, s5 = bias, s6 = bias, s7 = bias;
        for (int tap = 0; tap < row.Taps; tap++, weights += TSimd.Width)
        {
            float* from = input + row.Offsets[tap], later = from + (4 * step);
            TVector weight = TSimd.Load(weights);
            s0 = TSimd.MultiplyAdd(TSimd.Load(from), weight, s0);
            s1 = TSimd.MultiplyAdd(TSimd.Load(from + step), weight, s1);
            s2 = TSimd.MultiplyAdd(TSimd.Load(from + (2 * step)), weight, s2);
            s3 = TSimd.MultiplyAdd(TSimd.Load(from + (3 * step)), weight, s3);
            s4 = TSimd.MultiplyAdd(TSimd.Load(later), weight, s4);
            s5 = TSimd.MultiplyAdd(TSimd.Load(later + step), weight, s5);
            s6 = TSimd.MultiplyAdd(TSimd.Load(later + (2 * step)), weight, s6);
            s7 = TSimd.MultiplyAdd(TSimd.Load(later + (3 * step)), weight, s7);
        }

        Finish(ref row, x, s0, least, most);
        Finish(ref row, x + 1, s1, least, most);
        Finish(ref row, x + 2, s2, least, most);
        Finish(ref row, x + 3, s3, least, most);
        Finish(ref row, x + 4, s4, least, most);
        Finish(ref row, x + 5, s5, least, most);
        Finish(ref row, x + 6, s6, least, most);
        Finish(ref row, x + 7, s7, least, most);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(ref DepthwiseRowArguments row, int x, TVector least, TVector most)
    {
        nint step = row.InputStep;
        float* input = row.Input + (x * step), weights = row.Weights;
        TVector bias = TSimd.Load(row.Bias), s0 = bias, s1 = bias, s2 = bias, s3 = bias;
        for (int tap = 0; tap < row.Taps; tap++, weights += TSimd.Width)
        {
            float* from = input + row.Offsets[tap];
            TVector weight = TSimd.Load(weights);
            s0 = TSimd.MultiplyAdd(TSimd.Load(from), weight, s0);
            s1 = TSimd.MultiplyAdd(TSimd.Load(from + step), weight, s1);
            s2 = TSimd.MultiplyAdd(TSimd.Load(from + (2 * step)), weight, s2);
            s3 = TSimd.MultiplyAdd(TSimd.Load(from + (3 * step)), weight, s3);
        }

        Finish(ref row, x, s0, least, most);
        Finish(ref row, x + 1, s1, least, most);
        Finish(ref row, x + 2, s2, least, most);
        Finish(ref row, x + 3, s3, least, most);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One(ref DepthwiseRowArguments row, int x, TVector least, TVector most)
    {
        float* input = row.Input + (x * row.InputStep), weights = row.Weights;
        TVector sum = TSimd.Load(row.Bias);
        for (int tap = 0; tap < row.Taps; tap++, weights += TSimd.Width) sum = TSimd.MultiplyAdd(TSimd.Load(input + row.Offsets[tap]), TSimd.Load(weights), sum);
        Finish(ref row, x, sum, least, most);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(ref DepthwiseRowArguments row, int x, TVector sum, TVector least, TVector most)
    {
        if (row.Residual != null) sum = TSimd.Add(sum, TSimd.Load(row.Residual + (x * TSimd.Width)));
        TSimd.Store(TSimd.Activate(sum, row.Slope, least, most), row.Output + (x * TSimd.Width));
    }
}
