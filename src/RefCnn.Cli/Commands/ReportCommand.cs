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
        var files = new Argument<string[]>("files") { Description = "What verify --json, bench --json and the device tests wrote.", HelpName = "FILE", Arity = ArgumentArity.OneOrMore };
        var json = new Option<string?>("--json") { Description = "Write all facts of all reports, joined, to this file too.", HelpName = "FILE" };
        var markdown = new Option<string?>("--markdown") { Description = "Write the tables to this file too.", HelpName = "FILE" };
        var command = new ExampleCommand(
            "report",
            "Shows reports of devices and desktops side by side, and exits with 1 where a verdict in one is fail.",
            "report iphone.json desktop-verdicts.json desktop-timings.json",
            "report iphone.json ipad.json --markdown devices.md")
        {
            files,
            json,
            markdown,
        };
        command.SetAction((parsed, _) =>
        {
            (string? joined, string? page) = (parsed.GetValue(json), parsed.GetValue(markdown));
            if (joined is not null) SharedOptions.DemandFolderOf(joined, "--json");
            if (page is not null) SharedOptions.DemandFolderOf(page, "--markdown");
            JoinedReport report = ReportJoiner.Join(parsed.GetRequiredValue(files));
            Show(terminal, report);
            if (joined is not null) report.Write(joined);
            if (page is not null) AtomicFile.Write(page, stream => stream.Write(Encoding.UTF8.GetBytes(ReportTable.Markdown(ReportTable.Of(report)))));
            return Task.FromResult(report.Failed ? ExitCode.VerdictFailed : ExitCode.Good);
        });
        return command;
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

        foreach (JoinedVerdict failed in report.Verdicts.Where(verdict => verdict.Verdict == Verdict.Fail))
            terminal.WriteLine($"fail {failed.Suite} {failed.Name} on {failed.Backend} in {report.Sources[failed.Source].Name}: {failed.Message}");
        if (report.HasMixedVectors) terminal.WriteLine("the reports judged by different vectors: compare their verdicts with care");
    }
}
