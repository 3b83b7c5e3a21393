using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RefCnn.Conformance.Timings;

/// <summary>The most floating-point operations that the machine does: multiply-adds of its widest vectors that depend on nothing but themselves.</summary>
public static class PeakRate
{
    // Two units with a latency of four cycles need 8 sums at once to be busy; 10 and their factors fit into 16 registers.
    private const int Sums = 10, Repetitions = 100_000, Bursts = 25;

    /// <summary>Bits of the vectors that are used.</summary>
    public static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>
    /// Measures float32 operations per second in billions, a multiply-add counting two: the best of several bursts of about a millisecond, which other
    /// work on the machine may lower but nothing raises.
    /// </summary>
    /// <param name="threads">Threads that compute at the same time.</param>
    public static double Measure(int threads)
    {
        double[] rates = new double[Bursts];
        long[] starts = new long[threads], ends = new long[threads];
        using var together = new Barrier(threads, barrier =>
        {
            // Every other meeting is after a burst; all threads' work is divided by the time from the first start to the last end.
            if (barrier.CurrentPhaseNumber % 2 == 0) return;
            double seconds = Stopwatch.GetElapsedTime(starts.Min(), ends.Max()).TotalSeconds;
            rates[barrier.CurrentPhaseNumber / 2] = 2.0 * threads * Sums * Repetitions * VectorBits / 32 / seconds / 1e9;
        });
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(thread => new Thread(() => Work(thread)))];
        foreach (Thread other in others) other.Start();
        Work(0);
        foreach (Thread other in others) other.Join();
        return rates.Max();

        void Work(int thread)
        {
            for (int burst = 0; burst < Bursts; burst++)
            {
                together.SignalAndWait();
                starts[thread] = Stopwatch.GetTimestamp();
                Burst();
                ends[thread] = Stopwatch.GetTimestamp();
                together.SignalAndWait();
            }
        }
    }

    private static void Burst()
    {
        if (Vector512.IsHardwareAccelerated) Burst<Vector512<float>, Simd512>();
        else if (Vector256.IsHardwareAccelerated) Burst<Vector256<float>, Simd256>();
        else Burst<Vector128<float>, Simd128>();
    }

    // Each sum is a local of its own, which is what keeps it in a register. x ↦ x/2 + 1/2 stays at 1: neither growing nor denormal.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Burst<TVector, TSimd>()
        where TSimd : ISimd<TVector>
    {
        TVector half = TSimd.Broadcast(0.5f);
        TVector s0 = TSimd.Broadcast(1), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0, s8 = s0, s9 = s0;
        for (int i = 0; i < Repetitions; i++)
        {
            s0 = TSimd.MultiplyAdd(s0, half, half); s1 = TSimd.MultiplyAdd(s1, half, half);
            s2 = TSimd.MultiplyAdd(s2, half, half); s3 = TSimd.MultiplyAdd(s3, half, half);
            s4 = TSimd.MultiplyAdd(s4, half, half); s5 = TSimd.MultiplyAdd(s5, half, half);
            s6 = TSimd.MultiplyAdd(s6, half, half); s7 = TSimd.MultiplyAdd(s7, half, half);
            s8 = TSimd.MultiplyAdd(s8, half, half); s9 = TSimd.MultiplyAdd(s9, half, half);
        }

        Keep(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9);
    }

    // Without a reader the compiler would drop the sums.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep<T>(T s0, T s1, T s2, T s3, T s4, T s5, T s6, T s7, T s8, T s9)
    {
    }

    private interface ISimd<T>
    {
        static abstract T Broadcast(float value);

        static abstract T MultiplyAdd(T left, T right, T addend);
    }

    private readonly struct Simd512 : ISimd<Vector512<float>>
    {
        public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

        public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) => Vector512.MultiplyAddEstimate(left, right, addend);
    }

    private readonly struct Simd256 : ISimd<Vector256<float>>
    {
        public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

        public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) => Vector256.MultiplyAddEstimate(left, right, addend);
    }

    private readonly struct Simd128 : ISimd<Vector128<float>>
    {
        public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

        public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) => Vector128.MultiplyAddEstimate(left, right, addend);
    }
}
