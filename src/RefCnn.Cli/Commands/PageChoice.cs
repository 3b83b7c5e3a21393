using System.CommandLine;
using System.Text.Json;
using RefCnn.Cli.Coverage;
using RefCnn.Conformance.Reports;
using RefCnn.Conformance.Scoreboard;
using RefCnn.Core;

namespace RefCnn.Cli.Commands;

/// <summary>The options of commands that write a scoreboard.</summary>
internal sealed class PageChoice
{
    private readonly Option<string?> html = new("--html") { Description = "Write a page too: one file, for a browser.", HelpName = "FILE" };
    private readonly Option<string?> coverage = new("--coverage") { Description = "With --html: what `vectors coverage --json` wrote, for the page.", HelpName = "FILE" };
    private readonly Option<string?> mutants = new("--mutants") { Description = "With --html: what `mutants --json` wrote, for the page.", HelpName = "FILE" };

    /// <summary>Adds the options.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[html, coverage, mutants]) command.Options.Add(option);
    }

    /// <summary>Checks the options and reads their files, before anything is computed; what it returns writes the page.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="others">Other options that are for the page.</param>
    /// <exception cref="UsageException">A file is given for a page that is not asked for.</exception>
    /// <exception cref="RefCnnException">A file cannot be used.</exception>
    public Action<JoinedReport> Demand(ParseResult parsed, params Option<string?>[] others)
    {
        if (parsed.GetValue(html) is { } page)
        {
            SharedOptions.DemandFolderOf(page, "--html");
            var evidence = new VectorEvidence(Read(parsed.GetValue(coverage), CoverageReport.Demand), Read(parsed.GetValue(mutants), DemandMutants));
            return report => ScoreboardPage.Write(page, report.Devices.Length > 1 ? "RefCnn on several devices" : "RefCnn scoreboard", report, evidence);
        }

        foreach (Option<string?> option in (Option<string?>[])[coverage, mutants, .. others])
        {
            if (parsed.GetValue(option) is not null) throw new UsageException($"{option.Name} is for the page; add --html");
        }

        return _ => { };
    }

    private static string? Read(string? path, Action<string> demand)
    {
        if (path is null) return null;
        string text = File.ReadAllText(path);
        try
        {
            demand(text);
            return text;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new RefCnnException($"{path}: cannot be shown: {fault.Message.ReplaceLineEndings(" ")}", fault);
        }
    }

    // Everything that the page shows of a report of mutants.
    private static void DemandMutants(string text)
    {
        using var json = JsonDocument.Parse(text);
        foreach (string count in (string[])["killed", "survived", "equivalent"]) json.RootElement.GetProperty(count).GetInt32();
        foreach (JsonElement mutant in json.RootElement.GetProperty("mutants").EnumerateArray())
        {
            mutant.GetProperty("killers").GetInt32();
            foreach (string member in (string[])["id", "fault", "kind", "equivalentBecause"]) mutant.GetProperty(member).GetString();
        }
    }
}
