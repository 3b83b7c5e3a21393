using System.Globalization;
using RefCnn.DeviceTests.Runner;
using RefCnn.DeviceTests.Runner.Reports;

namespace RefCnn.DeviceTests.Host;

/// <summary>Prints what is not a plain pass, and every benchmark.</summary>
internal sealed class ConsoleListener : IRunListener
{
    private readonly HashSet<string> skipped = [];

    /// <inheritdoc/>
    public void Started(TestIdentity what)
    {
    }

    /// <inheritdoc/>
    /// <remarks>The same reason on the same backend is printed once.</remarks>
    public void Ended(TestRecord test)
    {
        if (test.Outcome == Outcome.Fail || (test.Outcome == Outcome.Skip && skipped.Add($"{test.Backend}: {test.Message}")))
            Console.WriteLine($"{(test.Outcome == Outcome.Fail ? "FAIL" : "skip")} {test.Suite} {test.Name} on {test.Backend}: {test.Message}");
        else if (test.Outcome == Outcome.Pass && test.Suite != "layers")
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pass {test.Suite} {test.Name} on {test.Backend}, margin {test.Margin:G3}, {test.Milliseconds / 1000:F1} s"));
    }

    /// <inheritdoc/>
    public void Ended(BenchmarkRecord benchmark) => Console.WriteLine(benchmark.MedianMs is { } median
        ? string.Create(CultureInfo.InvariantCulture, $"time {benchmark.Network} on {benchmark.Backend}: {median:F2} ms (p90 {benchmark.P90Ms:F2}, {benchmark.SamplesMs.Length} samples) {benchmark.Validity} {benchmark.Message}")
        : $"time {benchmark.Network} on {benchmark.Backend}: {benchmark.Validity}: {benchmark.Message}");

    /// <summary>Prints the closing lines, and gives the program's exit code.</summary>
    /// <param name="report">The report.</param>
    /// <param name="path">Where it is.</param>
    public static int Conclude(DeviceReport report, string path)
    {
        foreach (BackendFacts backend in report.Backends.Where(backend => backend.Unavailable is not null)) Console.WriteLine($"without {backend.Name}: {backend.Unavailable}");
        SummaryFacts summary = report.Summary;
        string device = $"{report.Device.Model ?? report.Device.Kind}, {report.Runtime.Architecture}{(report.Runtime.Aot ? " AOT" : "")}, {string.Join('+', report.Device.Simd)}";
        string verdict = string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Passed} passed, {summary.Failed} failed, {summary.Skipped} skipped, worst margin {summary.WorstMargin:G3}, {summary.ValidBenchmarks} of {summary.Benchmarks} benchmarks valid");
        string end = summary.Complete ? string.Create(CultureInfo.InvariantCulture, $"{summary.Seconds:F1} s") : $"NOT COMPLETE, ended in {summary.Interrupted ?? "no test"}";
        Console.WriteLine($"{device}: {verdict}, {end}; {path}");
        return RunExitCode.Of(summary);
    }
}
