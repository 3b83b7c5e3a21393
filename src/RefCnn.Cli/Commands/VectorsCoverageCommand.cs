using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using RefCnn.Cli.Coverage;
using RefCnn.Conformance;
using RefCnn.Serialization;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn vectors coverage</c>: what the vectors show of each layer kind.</summary>
internal static class VectorsCoverageCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var markdown = new Option<string?>("--markdown") { Description = "Write the page to this file.", HelpName = "FILE" };
        var json = new Option<string?>("--json") { Description = "Write the rows to this file.", HelpName = "FILE" };
        Option<string?> vectors = SharedOptions.Vectors();
        Option<string?> pages = SharedOptions.Pages();
        var command = new ExampleCommand(
            "coverage",
            "Tells which parameters, constraints and flags of each layer kind have vectors, and exits with 1 where something has none.",
            "vectors coverage",
            "vectors coverage --markdown docs/coverage.md --json coverage.json")
        {
            markdown,
            json,
            vectors,
            pages,
        };
        command.SetAction(parsed =>
        {
            foreach ((string? file, string option) in new[] { (parsed.GetValue(markdown), "--markdown"), (parsed.GetValue(json), "--json") })
            {
                if (file is not null) SharedOptions.DemandFolderOf(file, option);
            }

            string directory = SharedOptions.VectorDirectory(parsed.GetValue(vectors));
            ImmutableArray<CoverageRow> rows = VectorCoverage.Of(VectorSet.Load(directory), SharedOptions.PageDirectory(parsed.GetValue(pages), directory));
            if (parsed.GetValue(markdown) is { } page) Write(page, CoverageReport.Page(rows));
            if (parsed.GetValue(json) is { } data) Write(data, CoverageReport.Json(rows));
            foreach (CoverageRow gap in rows.Where(row => row.IsGap)) terminal.WriteLine($"{gap.Kind}: {gap.Subject} {gap.Value} has no vector");
            terminal.WriteLine($"{rows.Count(row => !row.IsGap)} of {rows.Length} rows covered");
            return rows.Any(row => row.IsGap) ? ExitCode.VerdictFailed : ExitCode.Good;
        });
        return command;
    }

    private static void Write(string file, string text) => AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
