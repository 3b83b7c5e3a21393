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

    /// <summary>Whether each three taps lie side by side, and so that an output's second tap meets what the next output's first does.</summary>
    public bool InThrees;

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
/// A row of outputs of a depthwise convolution, eight or four at a time, so that a tap's weights are read once for all of them and their sums do not wait for each other. Where three taps meet
/// neighbouring samples, each sample is read once for them too: otherwise a load is as much work as its multiplication.
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
        var near = Sums.Of(TSimd.Load(row.Bias));
        Sums far = near;
        if (row.InThrees)
        {
            for (int tap = 0; tap < row.Taps; tap += 3, weights += 3 * TSimd.Width) Three(input + row.Offsets[tap], weights, ref near, ref far);
        }
        else
        {
            for (int tap = 0; tap < row.Taps; tap++, weights += TSimd.Width)
            {
                Tap(input + row.Offsets[tap], step, TSimd.Load(weights), ref near);
                Tap(input + row.Offsets[tap] + (4 * step), step, TSimd.Load(weights), ref far);
            }
        }

        Finish(ref row, x, near, least, most);
        Finish(ref row, x + 4, far, least, most);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(ref DepthwiseRowArguments row, int x, TVector least, TVector most)
    {
        float* input = row.Input + (x * row.InputStep), weights = row.Weights;
        var sums = Sums.Of(TSimd.Load(row.Bias));
        for (int tap = 0; tap < row.Taps; tap++, weights += TSimd.Width) Tap(input + row.Offsets[tap], row.InputStep, TSimd.Load(weights), ref sums);
        Finish(ref row, x, sums, least, most);
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
    private static void Tap(float* from, nint step, TVector weight, ref Sums sums)
    {
        sums.S0 = TSimd.MultiplyAdd(TSimd.Load(from), weight, sums.S0);
        sums.S1 = TSimd.MultiplyAdd(TSimd.Load(from + step), weight, sums.S1);
        sums.S2 = TSimd.MultiplyAdd(TSimd.Load(from + (2 * step)), weight, sums.S2);
        sums.S3 = TSimd.MultiplyAdd(TSimd.Load(from + (3 * step)), weight, sums.S3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Three(float* from, float* weights, ref Sums near, ref Sums far)
    {
        TVector w0 = TSimd.Load(weights), w1 = TSimd.Load(weights + TSimd.Width), w2 = TSimd.Load(weights + (2 * TSimd.Width));
        TVector first = TSimd.Load(from), second = TSimd.Load(from + TSimd.Width);
        near.S0 = TSimd.MultiplyAdd(second, w1, TSimd.MultiplyAdd(first, w0, near.S0));
        near.S1 = TSimd.MultiplyAdd(second, w0, near.S1);
        Sample(from + (2 * TSimd.Width), w0, w1, w2, ref near.S0, ref near.S1, ref near.S2);
        Sample(from + (3 * TSimd.Width), w0, w1, w2, ref near.S1, ref near.S2, ref near.S3);
        Sample(from + (4 * TSimd.Width), w0, w1, w2, ref near.S2, ref near.S3, ref far.S0);
        Sample(from + (5 * TSimd.Width), w0, w1, w2, ref near.S3, ref far.S0, ref far.S1);
        Sample(from + (6 * TSimd.Width), w0, w1, w2, ref far.S0, ref far.S1, ref far.S2);
        Sample(from + (7 * TSimd.Width), w0, w1, w2, ref far.S1, ref far.S2, ref far.S3);
        TVector ninth = TSimd.Load(from + (8 * TSimd.Width)), tenth = TSimd.Load(from + (9 * TSimd.Width));
        far.S2 = TSimd.MultiplyAdd(ninth, w2, far.S2);
        far.S3 = TSimd.MultiplyAdd(tenth, w2, TSimd.MultiplyAdd(ninth, w1, far.S3));
    }

    // One output meets the sample with its last tap, the next with its second, the one after with its first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sample(float* from, TVector w0, TVector w1, TVector w2, ref TVector last, ref TVector second, ref TVector first)
    {
        TVector sample = TSimd.Load(from);
        last = TSimd.MultiplyAdd(sample, w2, last);
        second = TSimd.MultiplyAdd(sample, w1, second);
        first = TSimd.MultiplyAdd(sample, w0, first);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(ref DepthwiseRowArguments row, int x, Sums sums, TVector least, TVector most)
    {
        Finish(ref row, x, sums.S0, least, most);
        Finish(ref row, x + 1, sums.S1, least, most);
        Finish(ref row, x + 2, sums.S2, least, most);
        Finish(ref row, x + 3, sums.S3, least, most);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(ref DepthwiseRowArguments row, int x, TVector sum, TVector least, TVector most)
    {
        if (row.Residual != null) sum = TSimd.Add(sum, TSimd.Load(row.Residual + (x * TSimd.Width)));
        TSimd.Store(TSimd.Activate(sum, row.Slope, least, most), row.Output + (x * TSimd.Width));
    }

    private struct Sums
    {
        public TVector S0, S1, S2, S3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Sums Of(TVector bias) => new() { S0 = bias, S1 = bias, S2 = bias, S3 = bias };
    }
}
