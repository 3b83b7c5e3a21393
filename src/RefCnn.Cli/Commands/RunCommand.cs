using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using RefCnn.Cli.Models;
using RefCnn.Core;
using Spectre.Console;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn run</c>: runs a model.</summary>
internal static class RunCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var model = new ModelOptions();
        var pictures = new PictureChoice();
        Option<string[]> inputs = Files("--input", "An input: .npy, .png or .jpg. Without a name it goes to the next input; may be repeated.");
        Option<string[]> outputs = Files("--output", "Where an output goes: .npy, .png or .jpg. One without a name takes all outputs: y.npy, y_1.npy, …; may be repeated.");
        Option<string> backend = SharedOptions.Backend();
        var choice = new AccelerateChoice();
        Option<int> threads = SharedOptions.Threads();
        var dump = new Option<string?>("--dump") { Description = "Write every node's output to this folder as .npy.", HelpName = "DIR" };
        outputs.Required = true;
        var command = new ExampleCommand(
            "run",
            "Runs a model on arrays or pictures.",
            "run --model mnist.onnx --input x.npy --output y.npy",
            "run --model two-inputs.onnx --input a=left.npy --input b=right.npy --output sum=y.npy",
            "run --model style.onnx --input cat.png --output painted.png",
            "run --model zoo:squeezenet --output y.npy");
        model.AddTo(command);
        foreach (Option option in (Option[])[inputs, outputs, backend, threads, dump]) command.Options.Add(option);
        choice.AddTo(command);
        pictures.AddTo(command, withResize: true);
        command.SetAction((parsed, cancellation) =>
        {
            IBackend engine = choice.Demand(parsed, parsed.GetRequiredValue(backend))[0];
            NamedFile[] results = [.. parsed.GetRequiredValue(outputs).Select(NamedFile.Parse)];
            PictureSettings settings = pictures.Settings(parsed);
            LoadedModel loaded = new InputReader(model.Source(parsed), settings).Read([.. (parsed.GetValue(inputs) ?? []).Select(NamedFile.Parse)]);
            Network network = loaded.Model.Network;
            var writer = new OutputWriter(network, settings);
            IReadOnlyList<NamedFile> files = writer.Assign(results);

            string? folder = parsed.GetValue(dump);
            var options = new CompileOptions(parsed.GetValue(threads));
            var clock = Stopwatch.StartNew();
            RunResult result = ModelRun.Run(engine, network, loaded.Inputs, folder is null ? options : options.WithAllTaps(network), terminal, cancellation);
            clock.Stop();

            foreach (NamedFile file in files) writer.Write(file, result.Outputs[file.Name!]);
            if (folder is not null) TapWriter.Write(folder, network, result.Taps);
            foreach (string note in loaded.Model.Notes) terminal.WriteLine($"note: {note}");
            WriteSummary(terminal, files, result);
            terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{network.Name} on {engine.Name}: {clock.Elapsed.TotalMilliseconds:F0} ms"));
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static Option<string[]> Files(string name, string description) => new(name) { Description = description, HelpName = "[NAME=]FILE" };

    private static void WriteSummary(Terminal terminal, IReadOnlyList<NamedFile> files, RunResult result)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("output", "shape");
        foreach (string heading in (string[])["min", "mean", "max"]) table.AddColumn(new TableColumn(heading) { Alignment = Justify.Right });
        table.AddColumn("file");
        foreach (NamedFile file in files)
        {
            ImmutableArray<double> values = [.. result.Outputs[file.Name!].ToDouble().Span];
            string[] statistics = values.IsEmpty ? ["–", "–", "–"] : [Show(values.Min()), Show(values.Average()), Show(values.Max())];
            table.AddRow([.. ((string[])[file.Name!, result.Outputs[file.Name!].Shape.ToString(), .. statistics, file.Path]).Select(cell => new Text(cell))]);
        }

        terminal.Write(table);
    }

    private static string Show(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
