using System.CommandLine;
using System.Text.Json;
using RefCnn.Benchmarks.Figures;
using RefCnn.Conformance.FalseAlarms;
using RefCnn.Core;

namespace RefCnn.Benchmarks.Commands;

/// <summary><c>figures</c>: every figure of docs/figures, from what was measured.</summary>
internal static class FiguresCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="output">Where it tells what it wrote.</param>
    public static Command Create(TextWriter output)
    {
        var files = new Argument<FileInfo[]>("FILE")
        {
            Description = "What `race --json` and `refcnn false-alarms --json` wrote; the content tells which is which. Otherwise all of benchmarks/records.",
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => Records(),
        };
        files.AcceptExistingOnly();
        var folder = new Option<string>("--output") { Description = "The folder for the figures.", HelpName = "DIR", DefaultValueFactory = _ => Path.Combine("docs", "figures") };
        var command = new Command("figures", "Draws every figure of docs/figures as SVG, as far as the files tell.") { files, folder };
        command.SetAction(parsed =>
        {
            FileInfo[] chosen = parsed.GetRequiredValue(files);
            if (chosen.Length == 0) throw new RefCnnException("benchmarks/records holds no .json: name the files, or run from the repository's folder");
            string directory = Directory.CreateDirectory(parsed.GetRequiredValue(folder)).FullName;
            foreach ((string name, string svg) in Of(chosen))
            {
                File.WriteAllText(Path.Combine(directory, $"{name}.svg"), svg);
                output.WriteLine(Path.Combine(parsed.GetRequiredValue(folder), $"{name}.svg"));
            }
        });
        return command;
    }

    /// <summary>The figures that files are enough for, by name.</summary>
    /// <param name="files">The files.</param>
    /// <exception cref="RefCnnException">One holds neither races nor false alarms.</exception>
    public static IEnumerable<(string Name, string Svg)> Of(IEnumerable<FileInfo> files)
    {
        var races = new List<RaceResult>();
        var figures = new List<(string, string)>();
        foreach (FileInfo file in files)
        {
            string text = File.ReadAllText(file.FullName);
            try
            {
                if (text.AsSpan().TrimStart().StartsWith("[")) races.AddRange(JsonSerializer.Deserialize(text, RaceJsonContext.Default.ListRaceResult)!);
                else figures.AddRange(OfAlarms(FalseAlarmReport.FromJson(text)));
            }
            catch (JsonException fault)
            {
                throw new RefCnnException($"{file}: neither what `race --json` writes nor what `refcnn false-alarms --json` does: {fault.Message}", fault);
            }
        }

        return [.. new RaceFigures(races).All().Select(drawn => (drawn.Name, drawn.Figure.Draw())), .. figures];
    }

    // In the order of their names, so that the newest counts where names begin with a date.
    private static FileInfo[] Records() => new DirectoryInfo(Path.Combine("benchmarks", "records")) is { Exists: true } folder
        ? [.. folder.EnumerateFiles("*.json").OrderBy(file => file.Name, StringComparer.Ordinal)]
        : [];

    private static IEnumerable<(string Name, string Svg)> OfAlarms(FalseAlarmReport report)
    {
        var figure = new ToleranceFigure(report);
        return [("error", figure.Errors()), ("rms", figure.RootMeanSquare()), ("largest", figure.Largest())];
    }
}
