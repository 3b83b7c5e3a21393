using System.Globalization;
using RefCnn.Conformance.Timings;
using Spectre.Console;

namespace RefCnn.Cli;

/// <summary>Timings for people.</summary>
internal static class TimingTable
{
    private static readonly string[] Numbers = ["GMAC", "ms", "p10", "p90", "spread", "GFLOP/s", "of peak", "compile ms", "peak MB", "samples"];

    /// <summary>Writes a row a timing, and what the machine is.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="report">The timings.</param>
    public static void Write(Terminal terminal, TimingReport report)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("network", "backend");
        foreach (string heading in Numbers) table.AddColumn(new TableColumn(heading) { Alignment = Justify.Right });
        foreach (NetworkTiming timing in report.Timings) table.AddRow([.. Row(timing, report.Machine.PeakGflops).Select(cell => new Text(cell))]);
        terminal.Write(table);
        MachineFacts machine = report.Machine;
        terminal.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"threads: {machine.Threads} of {machine.Processors}; measured peak: {machine.PeakGflops:F0} GFLOP/s ({machine.VectorBits}-bit vectors); {machine.Runtime}, {machine.Architecture}, {machine.System}"));
    }

    private static IEnumerable<string> Row(NetworkTiming timing, double peakGflops)
    {
        Samples samples = timing.SamplesMs;
        yield return timing.Network;
        yield return timing.Backend;
        yield return Text(timing.MultiplyAccumulates / 1e9, "F2");
        yield return Text(samples.Median, "F2");
        yield return Text(samples.At(0.1), "F2");
        yield return Text(samples.At(0.9), "F2");
        yield return Text((samples.At(0.9) - samples.At(0.1)) / samples.Median, "P0");
        yield return Text(timing.Gflops, "F0");
        yield return Text(timing.Gflops / peakGflops, "P0");
        yield return Text(timing.CompileMs, "F0");
        yield return timing.PeakMemoryBytes is { } bytes ? Text(bytes / 1e6, "F0") : "–";
        yield return samples.Milliseconds.Length.ToString(CultureInfo.InvariantCulture);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
