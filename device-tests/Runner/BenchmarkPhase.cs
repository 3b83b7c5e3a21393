using System.Collections.Immutable;
using System.Diagnostics;
using RefCnn.Conformance.Timings;
using RefCnn.Core;
using RefCnn.DeviceTests.Runner.Devices;
using RefCnn.DeviceTests.Runner.Reports;
using RefCnn.Networks;

namespace RefCnn.DeviceTests.Runner;

/// <summary>
/// The benchmark phase, after all tests: times each backend on each network that it was seen to compute rightly. A device that is too hot is left to cool down first; samples taken on one that
/// is hot or saves power are kept, and do not count.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="filter">Which networks and backends.</param>
/// <param name="plan">How many runs.</param>
/// <param name="longestWait">How long a hot device is waited for.</param>
internal sealed class BenchmarkPhase(IDevice device, TestFilter filter, SamplingPlan plan, TimeSpan longestWait)
{
    /// <summary>The suite that a filter names benchmarks by.</summary>
    public const string Suite = "benchmarks";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>What is to be timed, network by network.</summary>
    public IEnumerable<TestIdentity> Cases =>
        from network in DeviceNetwork.All
        from backend in DeviceBackends.Timed
        let identity = new TestIdentity(Suite, network.Name, backend.Name)
        where filter.Selects(identity)
        select identity;

    /// <summary>Times one.</summary>
    /// <param name="what">Network and backend.</param>
    /// <param name="tests">What the tests found: the network's own, or its certificate.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public BenchmarkRecord Run(TestIdentity what, IReadOnlyList<TestRecord> tests, CancellationToken cancellation)
    {
        TestRecord[] parity = [.. tests.Where(test => test.Suite != "layers" && test.Name == what.Name && test.Backend == what.Backend && test.Outcome != Outcome.Skip)];
        if (parity.FirstOrDefault(test => test.Outcome == Outcome.Fail) is { } failed) return NotRun(what, Validity.ParityFailed, failed.Message);
        if (filter.ReasonAgainst(what, device.AvailableMemory) is { } reason) return NotRun(what, Validity.NotRun, reason);
        IBackend backend = DeviceBackends.Find(what.Backend);
        if (Unsupported(what, backend) is { } unsupported) return NotRun(what, Validity.NotRun, unsupported);

        TimeSpan waited = CoolDown(cancellation);
        var before = DeviceState.Of(device);
        NetworkTiming timing;
        try
        {
            Network network = DeviceNetwork.Find(what.Name).Open();
            timing = NetworkTiming.Take(network, SeededInputs.Of(network), backend, Judgement.Options, plan, cancellation: cancellation);
        }
        catch (RefCnnException fault)
        {
            return NotRun(what, Validity.NotRun, fault.Message);
        }

        return Record(what, timing, before, DeviceState.Of(device), waited, parity.Length > 0);
    }

    private static string? Unsupported(TestIdentity what, IBackend backend)
    {
        Network network = DeviceNetwork.Find(what.Name).Open();
        for (int index = 0; index < network.Nodes.Length; index++)
        {
            if (backend.UnsupportedReason(network.Nodes[index].Layer, network.InputShapes(index)) is { } reason) return $"node '{network.Nodes[index].Name}': {reason}";
        }

        return null;
    }

    private TimeSpan CoolDown(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (device.Thermal >= ThermalState.Serious && clock.Elapsed < longestWait)
        {
            cancellation.WaitHandle.WaitOne(LookEvery);
            cancellation.ThrowIfCancellationRequested();
        }

        return clock.Elapsed;
    }

    private BenchmarkRecord Record(TestIdentity what, NetworkTiming timing, DeviceState before, DeviceState after, TimeSpan waited, bool judged)
    {
        (Validity validity, string message) = (before, after) switch
        {
            _ when before.ThermalState >= ThermalState.Serious || after.ThermalState >= ThermalState.Serious =>
                (Validity.Hot, $"thermal state was {before.ThermalState} before and {after.ThermalState} after, having waited {waited.TotalSeconds:F0} s"),
            _ when before.LowPowerMode == true || after.LowPowerMode == true => (Validity.LowPower, "low power mode was on; switch it off in Settings › Battery"),
            _ when !judged => (Validity.ParityUnknown, "this run did not judge the backend on this network; run its tests too"),
            _ => (Validity.Valid, ""),
        };
        Samples samples = timing.SamplesMs;
        return new BenchmarkRecord(
            what.Name, what.Backend, validity, message, timing.Threads, timing.MultiplyAccumulates, timing.CompileMs, samples.Milliseconds,
            samples.At(0), samples.Median, samples.At(0.9), samples.At(0.99), before, after, waited.TotalSeconds, device.PeakMemory);
    }

    private BenchmarkRecord NotRun(TestIdentity what, Validity validity, string message) => new(
        what.Name, what.Backend, validity, message, Judgement.Options.ThreadCount, DeviceNetwork.Find(what.Name).MultiplyAccumulates, null, ImmutableArray<double>.Empty,
        null, null, null, null, null, null, 0, device.PeakMemory);
}
