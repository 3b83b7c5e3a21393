using System.Collections.Immutable;
using RefCnn.DeviceTests.Runner.Devices;

namespace RefCnn.DeviceTests.Runner.Reports;

/// <summary>Whether a benchmark's samples count.</summary>
public enum Validity
{
    /// <summary>They do.</summary>
    Valid,

    /// <summary>The backend computes this network wrongly, so that its speed means nothing.</summary>
    ParityFailed,

    /// <summary>This run did not judge the backend on this network.</summary>
    ParityUnknown,

    /// <summary>The device was too hot, before or after.</summary>
    Hot,

    /// <summary>The device saved power.</summary>
    LowPower,

    /// <summary>It did not run; the message says why.</summary>
    NotRun,
}

/// <summary>How the device was before or after a benchmark.</summary>
/// <param name="ThermalState">How hot it was.</param>
/// <param name="LowPowerMode">Whether it saved power; null where not known.</param>
public sealed record DeviceState(ThermalState ThermalState, bool? LowPowerMode)
{
    /// <summary>The state now.</summary>
    /// <param name="device">The device.</param>
    public static DeviceState Of(IDevice device) => new(device.Thermal, device.LowPowerMode);
}

/// <summary>Times of one backend for one network.</summary>
/// <param name="Network">The network.</param>
/// <param name="Backend">The backend.</param>
/// <param name="Validity">Whether the samples count.</param>
/// <param name="Message">Why not, in one line; empty where they do.</param>
/// <param name="Threads">Threads that the backend was given.</param>
/// <param name="MultiplyAccumulates">Multiply-accumulates of the network's definition.</param>
/// <param name="CompileMs">Time to prepare the network; null where it did not run, like all numbers below.</param>
/// <param name="SamplesMs">All samples in milliseconds, in the order in which they were taken.</param>
/// <param name="MinMs">The fastest.</param>
/// <param name="MedianMs">The median.</param>
/// <param name="P90Ms">The time that nine of ten runs kept to.</param>
/// <param name="P99Ms">The time that 99 of 100 runs kept to.</param>
/// <param name="Before">The device before.</param>
/// <param name="After">The device after.</param>
/// <param name="WaitedSeconds">How long it was left to cool down before.</param>
/// <param name="PeakMemoryBytes">The most memory that the process had until then; null where not known.</param>
public sealed record BenchmarkRecord(
    string Network, string Backend, Validity Validity, string Message, int Threads, long MultiplyAccumulates, double? CompileMs, ImmutableArray<double> SamplesMs,
    double? MinMs, double? MedianMs, double? P90Ms, double? P99Ms, DeviceState? Before, DeviceState? After, double WaitedSeconds, long? PeakMemoryBytes);
