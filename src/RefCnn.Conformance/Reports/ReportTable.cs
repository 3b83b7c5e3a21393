using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RefCnn.Conformance.Timings;

namespace RefCnn.Conformance.Reports;

/// <summary>A table of a joined report, with a column a report.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Headings">The headings.</param>
/// <param name="Rows">The rows, each with as many cells.</param>
public sealed record ReportTable(string Title, ImmutableArray<string> Headings, ImmutableArray<ImmutableArray<string>> Rows)
{
    private const string Nothing = "·";

    /// <summary>All tables of a report that have rows: the reports, verdicts, timings.</summary>
    /// <param name="report">The report.</param>
    public static ImmutableArray<ReportTable> Of(JoinedReport report) => [.. new[] { Sources(report), Verdicts(report), Timings(report) }.Where(table => !table.Rows.IsEmpty)];

    /// <summary>Several tables as a page in Markdown.</summary>
    /// <param name="tables">The tables.</param>
    public static string Markdown(IEnumerable<ReportTable> tables)
    {
        var page = new StringBuilder();
        foreach (ReportTable table in tables)
        {
            page.Append(CultureInfo.InvariantCulture, $"## {table.Title}\n{Line(table.Headings)}|{string.Concat(table.Headings.Select(_ => "---|"))}\n");
            foreach (ImmutableArray<string> row in table.Rows) page.Append(Line(row));
            page.Append('\n');
        }

        return page.ToString();

        static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";
    }

    private static ReportTable Sources(JoinedReport report) => new(
        "Reports",
        ["report", "machine", "commit", "vectors", "complete"],
        [.. report.Sources.Select(source => (ImmutableArray<string>)[
            source.Name, source.Machine ?? Nothing, source.Commit ?? Nothing, source.VectorsSha256?[..8] ?? Nothing, source.Complete ? "yes" : "NO"])]);

    private static ReportTable Verdicts(JoinedReport report) => new(
        "Verdicts: passed of judged, worst margin",
        ["suite", "backend", .. report.Sources.Select(source => source.Name)],
        [.. report.Verdicts.GroupBy(verdict => (verdict.Suite, verdict.Backend))
            .Select(row => (ImmutableArray<string>)[row.Key.Suite, row.Key.Backend, .. report.Sources.Select((_, source) => Cell([.. row.Where(verdict => verdict.Source == source)]))])]);

    // A cell is the median, and how far nine of ten runs kept to above it; in brackets where it does not count.
    private static ReportTable Timings(JoinedReport report) => new(
        "Timings: median ms, 90th percentile; in brackets where void",
        ["network", "backend", "GMAC", .. report.Sources.Select(source => source.Name)],
        [.. report.Timings.GroupBy(timing => (timing.Network, timing.Backend, timing.MultiplyAccumulates))
            .Select(row => (ImmutableArray<string>)[
                row.Key.Network, row.Key.Backend, Number(row.Key.MultiplyAccumulates / 1e9, "F2"), .. report.Sources.Select((_, source) => Cell(row.FirstOrDefault(timing => timing.Source == source)))])]);

    private static string Cell(JoinedVerdict[] verdicts)
    {
        JoinedVerdict[] judged = [.. verdicts.Where(verdict => verdict.Verdict is not (null or Verdict.Unsupported or Verdict.Unavailable))];
        if (judged.Length == 0) return verdicts.Length == 0 ? Nothing : "left out";
        int failed = judged.Count(verdict => verdict.Verdict == Verdict.Fail);
        string margin = judged.Max(verdict => verdict.Margin) is { } worst ? $", {Number(worst, "G3")}" : "";
        return $"{judged.Length - failed} of {judged.Length}{margin}{(failed > 0 ? $", {failed} FAILED" : "")}";
    }

    private static string Cell(JoinedTiming? timing)
    {
        if (timing is null) return Nothing;
        if (timing.SamplesMs.IsEmpty) return $"({timing.VoidBecause?.Split(':')[0] ?? "not run"})";
        var samples = new Samples(timing.SamplesMs);
        string text = $"{Number(samples.Median, "F2")}, {Number(samples.At(0.9), "F2")}";
        return timing.VoidBecause is { } reason ? $"({text} {reason.Split(':')[0]})" : text;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
