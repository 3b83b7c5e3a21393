using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using RefCnn.Conformance.Timings;
using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.Conformance.Scoreboard;

/// <summary>What one machine contributes to a scoreboard.</summary>
/// <param name="Name">What the machine is called.</param>
/// <param name="Verdicts">Its verdicts.</param>
/// <param name="Timings">Its timings, or null.</param>
public sealed record ScoreboardMachine(string Name, VerificationReport Verdicts, TimingReport? Timings = null);

/// <summary>
/// Verdicts and timings as one page: a file by itself that asks nothing of a network, for screens light and dark, keyboards, screen readers and printers. The data
/// are in it as JSON; <c>page.js</c> shows them. docs/scoreboard.md.
/// </summary>
public static class ScoreboardPage
{
    /// <summary>The page's text.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="machines">The machines, in the order of columns.</param>
    public static string Of(string title, params ImmutableArray<ScoreboardMachine> machines)
    {
        var data = new StringBuilder("{\"machines\": [");
        data.AppendJoin(",\n", machines.Select(machine =>
            $"{{\"name\": \"{JsonEncodedText.Encode(machine.Name)}\", \"verdicts\": {machine.Verdicts.ToJson()}, \"timings\": {machine.Timings?.ToJson() ?? "null"}}}"));
        data.Append("]}");

        // Within a script a browser looks for its end only: no text of a report may hold one.
        string json = data.Replace("<", "\\u003c").ToString();
        return Resource("page.html")
            .Replace("{{title}}", System.Net.WebUtility.HtmlEncode(title), StringComparison.Ordinal)
            .Replace("{{style}}", Resource("page.css"), StringComparison.Ordinal)
            .Replace("{{script}}", Resource("page.js"), StringComparison.Ordinal)
            .Replace("{{data}}", json, StringComparison.Ordinal);
    }

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="machines">The machines, in the order of columns.</param>
    /// <exception cref="RefCnnException">The file cannot be written.</exception>
    public static void Write(string path, string title, params ImmutableArray<ScoreboardMachine> machines) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(Of(title, machines))));

    private static string Resource(string name)
    {
        using Stream stream = typeof(ScoreboardPage).Assembly.GetManifestResourceStream($"Scoreboard.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
