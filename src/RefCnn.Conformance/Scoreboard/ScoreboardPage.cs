using System.Text;
using RefCnn.Conformance.Reports;
using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.Conformance.Scoreboard;

/// <summary>What is known of the vectors that judged.</summary>
/// <param name="Coverage">What <c>refcnn vectors coverage --json</c> wrote, or null.</param>
/// <param name="Mutants">What <c>refcnn mutants --json</c> wrote, or null.</param>
public sealed record VectorEvidence(string? Coverage = null, string? Mutants = null);

/// <summary>
/// Joined reports as one page: a file by itself that asks nothing of a network, for screens light and dark, keyboards, screen readers and printers. The data
/// are in it as JSON; the scripts beside this file show them. docs/scoreboard.md.
/// </summary>
public static class ScoreboardPage
{
    private static readonly string[] Scripts = ["page.js", "verdicts.js", "timings.js", "vectors.js"];

    /// <summary>The page's text.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="report">What it shows; a column a device and backend.</param>
    /// <param name="evidence">What is known of the vectors, or null.</param>
    public static string Of(string title, JoinedReport report, VectorEvidence? evidence = null)
    {
        // Within a script a browser looks for its end only: no text of a report may hold one.
        string json = $"{{\"report\": {report.ToJson()}, \"coverage\": {evidence?.Coverage ?? "null"}, \"mutants\": {evidence?.Mutants ?? "null"}}}".Replace("<", "\\u003c", StringComparison.Ordinal);
        return Resource("page.html")
            .Replace("{{title}}", System.Net.WebUtility.HtmlEncode(title), StringComparison.Ordinal)
            .Replace("{{style}}", Resource("page.css"), StringComparison.Ordinal)
            .Replace("{{script}}", string.Concat(Scripts.Select(Resource)), StringComparison.Ordinal)
            .Replace("{{data}}", json, StringComparison.Ordinal);
    }

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="report">What it shows.</param>
    /// <param name="evidence">What is known of the vectors, or null.</param>
    /// <exception cref="RefCnnException">The file cannot be written.</exception>
    public static void Write(string path, string title, JoinedReport report, VectorEvidence? evidence = null) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(Of(title, report, evidence))));

    private static string Resource(string name)
    {
        using Stream stream = typeof(ScoreboardPage).Assembly.GetManifestResourceStream($"Scoreboard.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
