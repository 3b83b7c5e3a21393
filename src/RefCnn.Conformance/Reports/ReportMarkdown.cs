using System.Globalization;
using System.Text;

namespace RefCnn.Conformance.Reports;

/// <summary>A joined report in Markdown, for the summary of a job or a page: the verdict, the tables, what failed and what is missing.</summary>
public static class ReportMarkdown
{
    // Servers cut long summaries off.
    private const int MostListed = 100;

    /// <summary>The text.</summary>
    /// <param name="report">The report.</param>
    public static string Of(JoinedReport report)
    {
        JoinedVerdict[] failed = [.. report.Verdicts.Where(verdict => verdict.Verdict == Verdict.Fail)];
        var text = new StringBuilder($"**{Headline(report, failed.Length)}**\n\n{ReportTable.Markdown(ReportTable.Of(report))}");
        List(text, "Failures", [.. failed.Select(verdict => $"`{verdict.Name}` on {verdict.Backend} in {report.Sources[verdict.Source].Device}: {verdict.Message}")]);
        List(text, "Missing", report.Missing);
        if (report.HasMixedVectors) text.Append("The reports judged by different vectors: compare their verdicts with care.\n");
        return text.ToString();
    }

    private static string Headline(JoinedReport report, int failed) => failed > 0
        ? string.Create(CultureInfo.InvariantCulture, $"✗ {failed} of {report.Verdicts.Length} cases fail")
        : string.Create(CultureInfo.InvariantCulture, $"✓ None of {report.Verdicts.Length} cases fails{(report.Missing.IsEmpty ? "" : ", but some are missing")}");

    private static void List(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"## {title}\n");
        foreach (string line in lines.Take(MostListed)) text.Append(CultureInfo.InvariantCulture, $"- {line}\n");
        if (lines.Count > MostListed) text.Append(CultureInfo.InvariantCulture, $"- and {lines.Count - MostListed} more\n");
        text.Append('\n');
    }
}
