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
        Option<bool> json = SharedOptions.JsonInsteadOfTable(), quiet = SharedOptions.Quiet("nothing but errors");
        outputs.Required = true;
        var command = new ExampleCommand(
            "run",
            "Runs a model on arrays or pictures.",
            "run --model mnist.onnx --input x.npy --output y.npy",
            "run --model two-inputs.onnx --input a=left.npy --input b=right.npy --output sum=y.npy",
            "run --model style.onnx --input cat.png --output painted.png",
            "run --model zoo:squeezenet --output y.npy");
        model.AddTo(command);
        foreach (Option option in (Option[])[inputs, outputs, backend, threads, dump, json, quiet]) command.Options.Add(option);
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
            var summary = new RunSummary(network.Name, engine.Name, clock.Elapsed.TotalMilliseconds, loaded.Model.Notes, [.. files.Select(file => OutputSummary.Of(file, result.Outputs[file.Name!]))]);
            if (parsed.GetValue(quiet)) return Task.FromResult(ExitCode.Good);
            if (parsed.GetValue(json)) terminal.Output.Write(summary.ToJson());
            else WriteSummary(terminal, summary);
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static Option<string[]> Files(string name, string description) => new(name) { Description = description, HelpName = "[NAME=]FILE" };

    private static void WriteSummary(Terminal terminal, RunSummary summary)
    {
        foreach (string note in summary.Notes) terminal.WriteLine($"note: {note}");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("output", "shape");
        foreach (string heading in (string[])["min", "mean", "max"]) table.AddColumn(new TableColumn(heading) { Alignment = Justify.Right });
        table.AddColumn("file");
        foreach (OutputSummary output in summary.Outputs)
            table.AddRow([.. ((string[])[output.Name, output.Shape.ToString(), Show(output.Least), Show(output.Mean), Show(output.Largest), output.File]).Select(cell => new Text(cell))]);

        terminal.Write(table);
        terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{summary.Network} on {summary.Backend}: {summary.Milliseconds:F0} ms"));
    }

    private static string Show(double? value) => value?.ToString("G6", CultureInfo.InvariantCulture) ?? "–";
}
