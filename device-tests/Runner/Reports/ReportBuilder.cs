using RefCnn.Conformance;

namespace RefCnn.DeviceTests.Runner.Reports;

/// <summary>Puts a report together, event by event.</summary>
/// <param name="head">What was known before the first test.</param>
public sealed class ReportBuilder(ReportHead head)
{
    private readonly List<TestRecord> tests = [];
    private readonly List<BenchmarkRecord> benchmarks = [];

    /// <summary>What runs now; null between two.</summary>
    public string? Running { get; set; }

    /// <summary>The tests so far.</summary>
    public IReadOnlyList<TestRecord> Tests => tests;

    /// <summary>Adds a test that ended.</summary>
    /// <param name="test">The test.</param>
    public void Add(TestRecord test)
    {
        tests.Add(test);
        Running = null;
    }

    /// <summary>Adds a benchmark that ended.</summary>
    /// <param name="benchmark">The benchmark.</param>
    public void Add(BenchmarkRecord benchmark)
    {
        benchmarks.Add(benchmark);
        Running = null;
    }

    /// <summary>Counts.</summary>
    /// <param name="complete">Whether the run came to its end.</param>
    /// <param name="seconds">How long it took; null where it did not end.</param>
    /// <param name="peakMemory">The most memory that the process had; null where not known.</param>
    public SummaryFacts Summarise(bool complete, double? seconds, long? peakMemory) => new(
        complete, complete ? null : Running, Count(Outcome.Pass), Count(Outcome.Fail), Count(Outcome.Skip), tests.Count(test => test.Verdict == Verdict.Degraded),
        tests.Where(test => test.Outcome == Outcome.Pass).Max(test => test.Margin), benchmarks.Count(benchmark => benchmark.Validity == Validity.Valid), benchmarks.Count,
        seconds, peakMemory);

    /// <summary>The report.</summary>
    /// <param name="summary">Its result.</param>
    public DeviceReport Build(SummaryFacts summary) => new(
        head.Format, head.Build, head.Runtime, head.Device, head.Conditions, head.Vectors, head.Backends, [.. tests], [.. benchmarks], summary);

    private int Count(Outcome outcome) => tests.Count(test => test.Outcome == outcome);
}
