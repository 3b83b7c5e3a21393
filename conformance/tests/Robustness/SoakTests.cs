using System.Diagnostics;
using System.Globalization;
using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using Xunit.Abstractions;

namespace RefCnn.ConformanceTests.Robustness;

/// <summary>Networks are compiled, run and let go over and over: results, memory, handles, threads and temporary folders stay what they were. REFCNN_CYCLES sets how often.</summary>
[Collection("alone")]
public sealed class SoakTests(ITestOutputHelper output) : TemporaryFolder
{
    private const int CompiledEvery = 20;
    // What is opened once, late: a runtime's own pipes and devices. A handle that a cycle leaves would be a hundred after the shortest run.
    private const int OpenedLate = 8;
    private const long MostManagedGrowth = 4L << 20, MostResidentGrowth = 96L << 20;

    private static readonly int WarmUp = SmallEngines.InMemory.Length * SmallEngines.Networks.Length;
    private static readonly int Cycles = int.Parse(Environment.GetEnvironmentVariable("REFCNN_CYCLES") ?? "200", CultureInfo.InvariantCulture);

    [Fact]
    public void CompileRunDispose_OverAndOver_LeavesNothingBehind()
    {
        string? former = Environment.GetEnvironmentVariable("TMPDIR");
        Environment.SetEnvironmentVariable("TMPDIR", Directory.CreateDirectory(FileAt("tmp")).FullName);
        try
        {
            var first = new Dictionary<(string, int), long[]>();
            Footprint before = default;
            for (int cycle = 0; cycle < Cycles; cycle++)
            {
                if (cycle == WarmUp) before = Footprint.Now();
                if (cycle % 100 == 0) output.WriteLine($"{cycle}: {Footprint.Now()}");
                Compute(cycle, first);
            }

            Footprint after = Footprint.Now();
            output.WriteLine($"after warm-up: {before}");
            output.WriteLine($"after {Cycles} cycles: {after}");
            after.Handles.Should().BeLessThanOrEqualTo(before.Handles + OpenedLate);
            after.Threads.Should().BeLessThanOrEqualTo(before.Threads + Environment.ProcessorCount);
            (after.Managed - before.Managed).Should().BeLessThan(MostManagedGrowth);
            (after.Resident - before.Resident).Should().BeLessThan(MostResidentGrowth);
            Directory.GetFileSystemEntries(FileAt("tmp")).Should().BeEmpty();
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", former);
        }
    }

    private static void Compute(int cycle, Dictionary<(string, int), long[]> first)
    {
        int network = cycle % SmallEngines.Networks.Length, engine = cycle % SmallEngines.InMemory.Length;
        bool compiles = cycle % CompiledEvery == 0 && SmallEngines.Compiled.UnavailableReason is null;
        IBackend backend = compiles ? SmallEngines.Compiled : SmallEngines.InMemory[engine];
        long[] bits = SmallEngines.Compute(backend, SmallEngines.Networks[network], seed: 1);

        (string, int) key = (compiles ? "c" : $"{engine}", network);
        if (first.TryAdd(key, bits)) return;
        bits.Should().Equal(first[key], "{0} on network {1} in cycle {2}", backend.Name, network, cycle);
    }

    private readonly record struct Footprint(long Managed, long Resident, int Handles, int Threads)
    {
        public static Footprint Now()
        {
            for (int i = 0; i < 3; i++)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }

            using var process = Process.GetCurrentProcess();
            int handles = OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : process.HandleCount;
            return new Footprint(GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64, handles, process.Threads.Count);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Managed / 1e6:F1} MB managed, {Resident / 1e6:F0} MB resident, {Handles} handles, {Threads} threads");
    }
}
