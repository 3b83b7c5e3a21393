using System.Globalization;
using System.Text;
using RefCnn.AppleHead.UIKit;
using RefCnn.DeviceTests.Runner;
using RefCnn.DeviceTests.Runner.Reports;

namespace RefCnn.AppleHead;

/// <summary>What the screen says at one moment.</summary>
/// <param name="Headline">The verdict, readable across a desk.</param>
/// <param name="Colour">The colour behind it.</param>
/// <param name="Details">A line a suite and backend, then benchmarks, then failures.</param>
internal sealed record ScreenState(string Headline, Colour Colour, string Details);

/// <summary>Counts what a run reports, from any thread, and says how the screen should look.</summary>
/// <param name="changed">Told of every change, on the run's thread.</param>
internal sealed class Scoreboard(Action changed) : IRunListener
{
    private const int FailuresShown = 20;

    private readonly Lock gate = new();
    private readonly SortedDictionary<(string Suite, string Backend), int[]> rows = [];
    private readonly List<string> benchmarks = [], failures = [];
    private string now = "";
    private string? end;
    private Colour endColour;

    /// <inheritdoc/>
    public void Started(TestIdentity what) => Change(() => now = what.ToString());

    /// <inheritdoc/>
    public void Ended(TestRecord test) => Change(() =>
    {
        (string, string) key = (test.Suite, test.Backend);
        if (!rows.TryGetValue(key, out int[]? counts)) rows[key] = counts = new int[3];
        counts[(int)test.Outcome]++;
        if (test.Outcome == Outcome.Fail) failures.Add($"{test.Suite} {test.Name} on {test.Backend}: {test.Message}");
    });

    /// <inheritdoc/>
    public void Ended(BenchmarkRecord benchmark) => Change(() => benchmarks.Add(benchmark.MedianMs is { } median
        ? string.Create(CultureInfo.InvariantCulture, $"{median,9:F2} ms  {benchmark.Network} on {benchmark.Backend}{(benchmark.Validity == Validity.Valid ? "" : $" ({benchmark.Validity})")}")
        : $"        –    {benchmark.Network} on {benchmark.Backend}: {benchmark.Message}"));

    /// <summary>Shows the result.</summary>
    /// <param name="summary">The result.</param>
    public void Conclude(SummaryFacts summary) => Change(() => (end, endColour) = summary switch
    {
        { Complete: false } => ($"STOPPED\n{summary.Passed} passed, {summary.Failed} failed", Colour.Stopped),
        { Failed: > 0 } => ($"{summary.Failed} FAILED\n{summary.Passed} passed", Colour.Failed),
        _ => ($"ALL {summary.Passed} PASSED\n{summary.Skipped} skipped", Colour.Passed),
    });

    /// <summary>Shows what broke the runner itself.</summary>
    /// <param name="message">One line.</param>
    public void Break(string message) => Change(() => (end, endColour) = ($"BROKEN\n{message}", Colour.Failed));

    /// <summary>How the screen should look now.</summary>
    public ScreenState Look()
    {
        lock (gate)
        {
            int failed = rows.Values.Sum(counts => counts[(int)Outcome.Fail]), passed = rows.Values.Sum(counts => counts[(int)Outcome.Pass]);
            var text = new StringBuilder();
            foreach (((string suite, string backend), int[] counts) in rows)
                text.Append(CultureInfo.InvariantCulture, $"{suite,-12} {counts[0],5} ✓ {counts[1],4} ✗ {counts[2],4} –  {backend}\n");
            foreach (string line in benchmarks) text.Append(line).Append('\n');
            foreach (string line in failures.Take(FailuresShown)) text.Append("✗ ").Append(line).Append('\n');
            if (failures.Count > FailuresShown) text.Append(CultureInfo.InvariantCulture, $"and {failures.Count - FailuresShown} more failures\n");
            return new ScreenState(end ?? $"RUNNING\n{passed} passed, {failed} failed\n{now}", end is null ? (failed > 0 ? Colour.Failed : Colour.Running) : endColour, text.ToString());
        }
    }

    private void Change(Action change)
    {
        lock (gate) change();
        changed();
    }
}
