using System.CommandLine;
using RefCnn.Conformance;
using RefCnn.Conformance.Reports;
using RefCnn.Core;

namespace RefCnn.Cli.Commands;

/// <summary>The options that say how verdicts are told, and to which files.</summary>
internal sealed class VerdictChoice
{
    private readonly Option<bool> quiet = SharedOptions.Quiet("only what fails");
    private readonly Option<string?>[] files =
    [
        new("--json") { Description = "Write the verdicts to this file too.", HelpName = "FILE" },
        new("--junit") { Description = "Write them as JUnit XML too.", HelpName = "FILE" },
        new("--trx") { Description = "Write them as TRX too, as `dotnet test` does.", HelpName = "FILE" },
    ];

    private static readonly Action<VerificationReport, string>[] Writers = [(report, path) => report.Write(path), JUnitXml.Write, TrxFile.Write];

    private readonly Option<string> format = SharedOptions.Format();

    /// <summary>Adds the options.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[.. files, format, quiet]) command.Options.Add(option);
    }

    /// <summary>Refuses files that cannot be written, before anything is computed.</summary>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="RefCnnException">A file's folder is not there.</exception>
    public void DemandFolders(ParseResult parsed)
    {
        foreach (Option<string?> option in files)
        {
            if (parsed.GetValue(option) is { } path) SharedOptions.DemandFolderOf(path, option.Name);
        }
    }

    /// <summary>Prints the verdicts and writes the files.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="terminal">Where to print.</param>
    /// <param name="report">The verdicts.</param>
    /// <param name="before">What is printed before the table of verdicts, where tables are.</param>
    /// <returns>The exit code.</returns>
    public int Tell(ParseResult parsed, Terminal terminal, VerificationReport report, Action? before = null)
    {
        if (parsed.GetValue(quiet)) VerdictTable.WriteFailures(terminal, report);
        else if (parsed.GetValue(format) == SharedOptions.Markdown) terminal.Output.Write(ReportMarkdown.Of(ReportJoiner.Join(Environment.MachineName, report, timings: null)));
        else
        {
            before?.Invoke();
            VerdictTable.Write(terminal, report);
        }

        foreach ((Option<string?> option, Action<VerificationReport, string> write) in files.Zip(Writers))
        {
            if (parsed.GetValue(option) is { } path) write(report, path);
        }

        return report.Failed ? ExitCode.VerdictFailed : ExitCode.Good;
    }
}
