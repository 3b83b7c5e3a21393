using System.Globalization;
using RefCnn.Conformance;
using Spectre.Console;

namespace RefCnn.Cli;

/// <summary>Verdicts for people: a row a kind, every verdict that is not a pass with its message, and the totals.</summary>
internal static class VerdictTable
{
    private static readonly Verdict[] Verdicts = Enum.GetValues<Verdict>();

    /// <summary>Writes the table, the list and the summary.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="report">The verdicts.</param>
    public static void Write(Terminal terminal, VerificationReport report)
    {
        bool several = report.Cases.Select(result => result.Backend).Distinct().Count() > 1;
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("kind");
        if (several) table.AddColumn("backend");
        foreach (string heading in (string[])["cases", .. Verdicts.Select(VerificationReport.Name), "worst margin", "ms"])
            table.AddColumn(new TableColumn(heading) { Alignment = Justify.Right });
        foreach (var group in report.Cases.GroupBy(result => (result.Kind, result.Backend)).OrderBy(group => group.Key.Kind, StringComparer.Ordinal))
            table.AddRow([.. Row([.. group], several).Select(cell => new Markup(cell))]);
        terminal.Write(table);

        List(terminal, report.Cases.Where(result => result.Verdict != Verdict.Pass));
        terminal.WriteLine(
            $"cases: {report.Cases.Length}; {string.Join(", ", Verdicts.Select(verdict => $"{report.Count(verdict)} {VerificationReport.Name(verdict)}"))}; {Milliseconds(report.Cases)} ms");
    }

    /// <summary>Writes a line for each failure.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="report">The verdicts.</param>
    public static void WriteFailures(Terminal terminal, VerificationReport report) => List(terminal, report.Cases.Where(result => result.Verdict == Verdict.Fail));

    private static void List(Terminal terminal, IEnumerable<CaseResult> results)
    {
        foreach (CaseResult result in results) terminal.WriteLine($"{VerificationReport.Name(result.Verdict)} {result.Id} on {result.Backend}: {result.Message}");
    }

    private static IEnumerable<string> Row(CaseResult[] cases, bool several)
    {
        yield return Markup.Escape(cases[0].Kind);
        if (several) yield return Markup.Escape(cases[0].Backend);
        yield return cases.Length.ToString(CultureInfo.InvariantCulture);
        foreach (Verdict verdict in Verdicts)
        {
            int count = cases.Count(result => result.Verdict == verdict);
            yield return count == 0 ? "·" : $"[{Colour(verdict)}]{count}[/]";
        }

        yield return cases.Max(result => result.Margin)?.ToString("G3", CultureInfo.InvariantCulture) ?? "–";
        yield return Milliseconds(cases);
    }

    private static string Colour(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "green",
        Verdict.Fail => "red",
        _ => "yellow",
    };

    private static string Milliseconds(IEnumerable<CaseResult> cases) =>
        cases.Sum(result => result.Milliseconds).ToString("F0", CultureInfo.InvariantCulture);
}
