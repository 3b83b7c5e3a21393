using System.CommandLine;
using System.Text;
using RefCnn.Conformance;
using RefCnn.Conformance.Reports;
using RefCnn.Serialization;
using Spectre.Console;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn report</c>: reports of devices and desktops side by side.</summary>
internal static class ReportCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("files") { Description = "What verify --json, bench --json and the device tests wrote; DEVICE names its column, the same for files of one device.", HelpName = "[DEVICE=]FILE", Arity = ArgumentArity.OneOrMore };
        var json = new Option<string?>("--json") { Description = "Write all facts of all reports, joined, to this file too.", HelpName = "FILE" };
        var markdown = new Option<string?>("--markdown") { Description = "Write the tables to this file too.", HelpName = "FILE" };
        Option<string> format = SharedOptions.Format();
        Option<bool> quiet = SharedOptions.Quiet("only what fails or is missing");
        var page = new PageChoice();
        var command = new ExampleCommand(
            "report",
            "Shows reports of devices and desktops side by side, and exits with 1 where a verdict in one is fail.",
            "report iphone.json desktop=verdicts.json desktop=timings.json --html devices.html",
            "report iphone.json ipad.json --markdown devices.md",
            "report part-1.json part-2.json part-3.json")
        {
            files,
            json,
            markdown,
            format,
            quiet,
        };
        page.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            (string? joined, string? tables) = (parsed.GetValue(json), parsed.GetValue(markdown));
            if (joined is not null) SharedOptions.DemandFolderOf(joined, "--json");
            if (tables is not null) SharedOptions.DemandFolderOf(tables, "--markdown");
            Action<JoinedReport> writePage = page.Demand(parsed);
            JoinedReport report = ReportJoiner.Join(parsed.GetRequiredValue(files).Select(FileOf));
            if (parsed.GetValue(quiet)) ShowFaults(terminal, report);
            else if (parsed.GetValue(format) == SharedOptions.Markdown) terminal.Output.Write(ReportMarkdown.Of(report));
            else Show(terminal, report);
            writePage(report);
            if (joined is not null) report.Write(joined);
            if (tables is not null) AtomicFile.Write(tables, stream => stream.Write(Encoding.UTF8.GetBytes(ReportMarkdown.Of(report))));
            return Task.FromResult(report.Failed ? ExitCode.VerdictFailed : ExitCode.Good);
        });
        return command;
    }

    // A file that exists under the whole text is meant as it is.
    private static ReportFile FileOf(string text)
    {
        int equals = File.Exists(text) ? -1 : text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new ReportFile(text) : new ReportFile(text[(equals + 1)..], text[..equals]);
    }

    private static void Show(Terminal terminal, JoinedReport report)
    {
        foreach (ReportTable table in ReportTable.Of(report))
        {
            terminal.WriteLine(table.Title);
            var drawn = new Table { Border = TableBorder.Simple };
            drawn.AddColumns([.. table.Headings.Select(Markup.Escape)]);
            foreach (var row in table.Rows) drawn.AddRow([.. row.Select(cell => new Text(cell))]);
            terminal.Write(drawn);
        }

        ShowFaults(terminal, report);
        if (report.HasMixedVectors) terminal.WriteLine("the reports judged by different vectors: compare their verdicts with care");
    }

    private static void ShowFaults(Terminal terminal, JoinedReport report)
    {
        foreach (JoinedVerdict failed in report.Verdicts.Where(verdict => verdict.Verdict == Verdict.Fail))
            terminal.WriteLine($"fail {failed.Suite} {failed.Name} on {failed.Backend} in {report.Sources[failed.Source].Device}: {failed.Message}");
        foreach (string missing in report.Missing) terminal.WriteLine(missing);
    }
}
