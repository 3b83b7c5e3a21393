using System.Collections.Immutable;
using RefCnn.Conformance;
using RefCnn.DeviceTests.Runner.Devices;

namespace RefCnn.DeviceTests.Runner.Reports;

/// <summary>Everything that one run on one device found out: <c>device-tests/schema/device-report.schema.json</c>.</summary>
/// <param name="Format"><see cref="CurrentFormat"/>.</param>
/// <param name="Build">What was built.</param>
/// <param name="Runtime">What it ran on.</param>
/// <param name="Device">The machine.</param>
/// <param name="Conditions">How the run was asked for.</param>
/// <param name="Vectors">The numbers that it judged by.</param>
/// <param name="Backends">Every backend known, with the reason of those that did not run.</param>
/// <param name="Tests">The tests, in the order in which they ended.</param>
/// <param name="Benchmarks">The benchmarks, in the order in which they ended.</param>
/// <param name="Summary">The result.</param>
public sealed record DeviceReport(
    string Format, BuildFacts Build, RuntimeFacts Runtime, DeviceFacts Device, ConditionFacts Conditions, VectorFacts Vectors, ImmutableArray<BackendFacts> Backends,
    ImmutableArray<TestRecord> Tests, ImmutableArray<BenchmarkRecord> Benchmarks, SummaryFacts Summary)
{
    /// <summary>The name of this format, with its version.</summary>
    public const string CurrentFormat = "refcnn-device-report/1";
}

/// <summary>The beginning of a report, known before the first test.</summary>
/// <param name="Format"><see cref="DeviceReport.CurrentFormat"/>.</param>
/// <param name="Build">What was built.</param>
/// <param name="Runtime">What it runs on.</param>
/// <param name="Device">The machine.</param>
/// <param name="Conditions">How the run was asked for.</param>
/// <param name="Vectors">The numbers that it judges by.</param>
/// <param name="Backends">Every backend known.</param>
public sealed record ReportHead(
    string Format, BuildFacts Build, RuntimeFacts Runtime, DeviceFacts Device, ConditionFacts Conditions, VectorFacts Vectors, ImmutableArray<BackendFacts> Backends);

/// <summary>What was built.</summary>
/// <param name="Version">The project's version.</param>
/// <param name="Commit">The commit; null where it was built outside a repository.</param>
/// <param name="Dirty">Whether tracked files differed from the commit; null like it.</param>
public sealed record BuildFacts(string Version, string? Commit, bool? Dirty);

/// <summary>What it ran on.</summary>
/// <param name="Framework">E.g. <c>.NET 10.0.12</c>.</param>
/// <param name="Aot">Whether it was compiled ahead of time.</param>
/// <param name="Architecture">E.g. <c>Arm64</c>.</param>
public sealed record RuntimeFacts(string Framework, bool Aot, string Architecture);

/// <summary>The machine.</summary>
/// <param name="Kind">E.g. <c>iPhone</c>.</param>
/// <param name="Model">The maker's name of the model; null where not known.</param>
/// <param name="System">The operating system with its version.</param>
/// <param name="Cores">Processors that the process may use.</param>
/// <param name="MemoryBytes">Memory that the process may use in all.</param>
/// <param name="Simd">Vector instructions that are used, e.g. <c>AdvSimd</c>.</param>
/// <param name="VectorBits">Bits of the widest vectors.</param>
public sealed record DeviceFacts(string Kind, string? Model, string System, int Cores, long MemoryBytes, ImmutableArray<string> Simd, int VectorBits);

/// <summary>How the run was asked for, and how the machine was at its start.</summary>
/// <param name="Started">When, with the offset from UTC.</param>
/// <param name="Threads">Threads of the backends.</param>
/// <param name="StackBytes">The stack of the thread on which everything runs.</param>
/// <param name="Filter">What was chosen.</param>
/// <param name="LowPowerMode">Whether the device saved power; null where not known.</param>
/// <param name="ThermalState">How hot it was.</param>
public sealed record ConditionFacts(DateTimeOffset Started, int Threads, int StackBytes, TestFilter Filter, bool? LowPowerMode, ThermalState ThermalState);

/// <summary>The numbers that it judged by.</summary>
/// <param name="Sha256">Over paths and contents of all vectors.</param>
/// <param name="Layers">How many layer vectors there are.</param>
/// <param name="Networks">How many network vectors there are.</param>
public sealed record VectorFacts(string Sha256, int Layers, int Networks);

/// <summary>A backend.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Precision">Its precision class.</param>
/// <param name="Unavailable">Why it could not run; null where it could.</param>
public sealed record BackendFacts(string Name, string Precision, string? Unavailable);

/// <summary>How a test ended.</summary>
public enum Outcome
{
    /// <summary>No fault was found.</summary>
    Pass,

    /// <summary>The verdict was fail, or the test broke.</summary>
    Fail,

    /// <summary>It was not run, or the backend does not compute it; the message says why.</summary>
    Skip,
}

/// <summary>A test.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Name">The vector or network.</param>
/// <param name="Backend">The backend.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Verdict">The suite's verdict; null where the test gave none.</param>
/// <param name="Margin">The largest error ÷ its bound; null where nothing was compared.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Message">Why, in one line; empty for a plain pass.</param>
public sealed record TestRecord(string Suite, string Name, string Backend, Outcome Outcome, Verdict? Verdict, double? Margin, double Milliseconds, string Message);

/// <summary>The result.</summary>
/// <param name="Complete">Whether the run came to its end: false for one that was stopped, killed or crashed.</param>
/// <param name="Interrupted">What was running when it ended too early; null otherwise.</param>
/// <param name="Passed">Tests without a fault.</param>
/// <param name="Failed">Tests that failed.</param>
/// <param name="Skipped">Tests that did not run or are not supported.</param>
/// <param name="Degraded">Tests whose verdict is degraded; they count as passed.</param>
/// <param name="WorstMargin">The largest margin of the tests that passed; null without any.</param>
/// <param name="ValidBenchmarks">Benchmarks whose samples count.</param>
/// <param name="Benchmarks">All benchmarks.</param>
/// <param name="Seconds">How long the run took; null where it did not end.</param>
/// <param name="PeakMemoryBytes">The most memory that the process had; null where not known.</param>
public sealed record SummaryFacts(
    bool Complete, string? Interrupted, int Passed, int Failed, int Skipped, int Degraded, double? WorstMargin, int ValidBenchmarks, int Benchmarks, double? Seconds, long? PeakMemoryBytes);
