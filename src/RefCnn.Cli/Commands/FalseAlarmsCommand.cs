using System.CommandLine;
using System.Globalization;
using System.Text;
using RefCnn.Conformance;
using RefCnn.Conformance.FalseAlarms;
using RefCnn.Serialization;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn false-alarms</c>: whether correct engines pass.</summary>
internal static class FalseAlarmsCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var variants = new Option<int>("--variants") { Description = "How many variants of each vector to run.", HelpName = "N", DefaultValueFactory = _ => 100 };
        variants.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int number) && number < 1) result.AddError($"--variants is {number}; expected 1 or more");
        });
        var instructions = new Option<string?>("--instructions") { Description = $"Run in this process only, and call what it has this name: {string.Join(", ", InstructionSet.All.Select(set => set.Name))}.", HelpName = "NAME", Hidden = true };
        var own = new Option<bool>("--own-instructions") { Description = "Leave out engines that choose their instructions by themselves.", Hidden = true };
        var json = new Option<string?>("--json") { Description = "Write counts and distributions to this file too.", HelpName = "FILE" };
        var markdown = new Option<string?>("--markdown") { Description = "Write the page docs/false-alarms.md to this file.", HelpName = "FILE" };
        var figures = new Option<string?>("--figures") { Description = "Draw the distributions of errors into this folder, as error.svg, rms.svg and largest.svg.", HelpName = "DIR" };
        Option<bool> quiet = SharedOptions.Quiet("only false alarms");
        Option<string?> vectors = SharedOptions.Vectors();
        var command = new ExampleCommand(
            "false-alarms",
            "Runs correct engines on the layer vectors and on variants of them, with each set of processor instructions, and exits with 1 where a verdict is fail or degraded.",
            "false-alarms",
            "false-alarms --variants 3 --json alarms.json")
        {
            variants,
            instructions,
            own,
            json,
            markdown,
            figures,
            quiet,
            vectors,
        };
        command.SetAction((parsed, cancellation) =>
        {
            (string? file, string? page, string? set) = (parsed.GetValue(json), parsed.GetValue(markdown), parsed.GetValue(instructions));
            if (file is not null) SharedOptions.DemandFolderOf(file, "--json");
            if (page is not null) SharedOptions.DemandFolderOf(page, "--markdown");
            string directory = SharedOptions.VectorDirectory(parsed.GetValue(vectors));
            int number = parsed.GetValue(variants);
            FalseAlarmReport report = set is null ? InProcesses(directory, number, cancellation) : Here(terminal, directory, number, set, all: !parsed.GetValue(own), cancellation);
            if (file is not null) Write(file, report.ToJson());
            if (page is not null) Write(page, report.ToMarkdown());
            if (parsed.GetValue(figures) is { } folder) Draw(folder, report);
            if (set is null) Tell(terminal, report, parsed.GetValue(quiet));
            return Task.FromResult(report.Alarms > 0 ? ExitCode.VerdictFailed : ExitCode.Good);
        });
        return command;
    }

    private static FalseAlarmReport InProcesses(string directory, int variants, CancellationToken cancellation)
    {
        string file = Path.GetTempFileName();
        try
        {
            var tallies = new List<EngineTally>();
            foreach (InstructionSet set in InstructionSet.All)
            {
                string[] only = set == InstructionSet.All[0] ? [] : ["--own-instructions"];
                set.Run(["false-alarms", "--variants", variants.ToString(CultureInfo.InvariantCulture), "--instructions", set.Name, "--json", file, "--vectors", directory, .. only], cancellation);
                tallies.AddRange(FalseAlarmReport.FromJson(File.ReadAllText(file)).Engines);
            }

            return FalseAlarmReport.Of(variants, tallies);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Engines that choose their instructions by themselves run once, beside the widest vectors.
    private static FalseAlarmReport Here(Terminal terminal, string directory, int variants, string set, bool all, CancellationToken cancellation)
    {
        using var status = new StatusLine(terminal);
        var trial = new FalseAlarmTrial(VectorSet.Load(directory), CorrectEngines.Of(variants, all), set);
        return FalseAlarmReport.Of(variants, trial.Run((done, total) => status.Report(done, total, $"vectors, instructions {set}"), cancellation));
    }

    private static void Tell(Terminal terminal, FalseAlarmReport report, bool onlyAlarms)
    {
        foreach (EngineTally tally in report.Engines)
        {
            foreach (FalseAlarm alarm in tally.Alarms) terminal.WriteLine($"{alarm.Verdict} {alarm.Case}, variant {alarm.Variant}, on {tally.Engine} ({tally.Vectors}): {alarm.Message}");
        }

        if (onlyAlarms) return;
        terminal.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"false alarms: {report.Alarms} of {report.Engines.Sum(engine => (long)engine.Cases)} cases; largest margin {report.Engines.Max(engine => engine.Margin):G3}, rms {report.Engines.Max(engine => engine.RootMeanSquare):G3} of its limit, largest error {report.Engines.Max(engine => engine.Largest):G3}"));
    }

    private static void Draw(string folder, FalseAlarmReport report)
    {
        Directory.CreateDirectory(folder);
        var figure = new ToleranceFigure(report);
        Write(Path.Combine(folder, "error.svg"), figure.Errors());
        Write(Path.Combine(folder, "rms.svg"), figure.RootMeanSquare());
        Write(Path.Combine(folder, "largest.svg"), figure.Largest());
    }

    private static void Write(string file, string text) => AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
