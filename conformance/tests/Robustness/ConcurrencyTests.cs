using RefCnn.Core;

namespace RefCnn.ConformanceTests.Robustness;

/// <summary>Eight threads at once compute, bit for bit, what each computes alone.</summary>
public class ConcurrencyTests
{
    private const int Threads = 8, Runs = 10, Compilations = 2;

    public static TheoryData<int> Engines => new(Enumerable.Range(0, SmallEngines.All.Length));

    [Theory]
    [MemberData(nameof(Engines))]
    public void OneCompiledNetwork_RunByEightThreads_GivesEachItsOwnBits(int engine)
    {
        IBackend backend = SmallEngines.All[engine];
        using ICompiledNetwork compiled = backend.Compile(SmallEngines.Networks[3], new CompileOptions(2));
        long[][] alone = [.. Enumerable.Range(0, Threads).Select(thread => SmallEngines.Bits(compiled.Run(SmallEngines.Inputs(compiled.Network, thread))))];
        alone.Distinct(ByBits.Instance).Should().HaveCount(Threads, "different inputs give different outputs");

        Together(Runs, thread => SmallEngines.Bits(compiled.Run(SmallEngines.Inputs(compiled.Network, thread))), alone);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void EightNetworks_CompiledAndRunByAThreadEach_GiveTheSameBitsAsAlone(int engine)
    {
        IBackend backend = SmallEngines.All[engine];
        long[][] alone = [.. Enumerable.Range(0, Threads).Select(thread => SmallEngines.Compute(backend, SmallEngines.Networks[thread], thread))];

        Together(Compilations, thread => SmallEngines.Compute(backend, SmallEngines.Networks[thread], thread), alone);
    }

    private static void Together(int times, Func<int, long[]> compute, long[][] expected)
    {
        using var start = new Barrier(Threads);
        var faults = new string?[Threads];
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                for (int run = 0; run < times && faults[thread] is null; run++)
                {
                    if (!compute(thread).AsSpan().SequenceEqual(expected[thread])) faults[thread] = $"other bits in run {run}";
                }
            }
            catch (Exception fault)
            {
                faults[thread] = fault.ToString();
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();

        faults.Should().AllSatisfy(fault => fault.Should().BeNull());
    }

    private sealed class ByBits : IEqualityComparer<long[]>
    {
        public static readonly ByBits Instance = new();

        public bool Equals(long[]? x, long[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(long[] bits) => bits.Length;
    }
}
