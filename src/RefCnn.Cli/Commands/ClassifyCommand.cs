using System.CommandLine;
using System.Globalization;
using RefCnn.Cli.Models;
using RefCnn.Core;
using Spectre.Console;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn classify</c>: what a picture shows.</summary>
internal static class ClassifyCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var model = new ModelOptions();
        var pictures = new PictureChoice();
        var image = new Option<string>("--image") { Description = "The picture; it is resized to the model's input.", HelpName = "FILE", Required = true };
        var labels = new Option<string?>("--labels") { Description = "The classes' names, one a line.", HelpName = "FILE" };
        var top = new Option<int>("--top") { Description = "How many classes to show.", HelpName = "N", DefaultValueFactory = _ => 5 };
        Option<bool> json = SharedOptions.JsonInsteadOfTable();
        Option<string> backend = SharedOptions.Backend();
        var choice = new AccelerateChoice();
        Option<int> threads = SharedOptions.Threads();
        top.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int count) && count < 1) result.AddError($"--top is {count}; expected 1 or more");
        });
        var command = new ExampleCommand(
            "classify",
            "Names the most probable classes of a picture.",
            "classify --model squeezenet.onnx --image cat.png --labels synset.txt --order bgr --mean 104,117,123");
        model.AddTo(command);
        foreach (Option option in (Option[])[image, labels, top, json, backend, threads]) command.Options.Add(option);
        choice.AddTo(command);
        pictures.AddTo(command, withResize: false);
        command.SetAction((parsed, cancellation) =>
        {
            IBackend engine = choice.Demand(parsed, parsed.GetRequiredValue(backend))[0];
            var picture = NamedFile.Parse(parsed.GetRequiredValue(image));
            if (!picture.IsPicture) throw new UsageException($"--image {picture.Path}: expected a picture: .png or .jpg");
            string[]? names = parsed.GetValue(labels) is { } file ? LabelFile.Read(file) : null;
            ModelSource source = model.Source(parsed);
            var settings = new PictureSettings(source.Sample is { } sample ? pictures.OptionsFor(parsed, sample) : pictures.Settings(parsed).Options, ResizeToModel: true);
            LoadedModel loaded = new InputReader(source, settings).Read([picture]);

            Network network = loaded.Model.Network;
            names ??= source.Sample?.Labels.ToArray();
            RunResult result = ModelRun.Run(engine, network, loaded.Inputs, new CompileOptions(parsed.GetValue(threads)), terminal, cancellation);
            var classification = Classification.Of(result.Outputs[network.Outputs[0].Name].ToDouble(), names, parsed.GetValue(top));
            if (parsed.GetValue(json)) terminal.Output.Write(ClassificationJson.Format(parsed.GetRequiredValue(image), classification));
            else Write(terminal, classification);
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static void Write(Terminal terminal, Classification classification)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("probability") { Alignment = Justify.Right });
        table.AddColumn(new TableColumn("class") { Alignment = Justify.Right });
        table.AddColumn("label");
        foreach (RankedClass entry in classification.Classes)
        {
            table.AddRow(
                new Text(entry.Probability.ToString("P2", CultureInfo.InvariantCulture)),
                new Text(entry.Index.ToString(CultureInfo.InvariantCulture)),
                new Text(entry.Label));
        }

        terminal.Write(table);
        terminal.WriteLine(classification.SoftmaxApplied
            ? "a softmax was applied: the model's output is not a distribution"
            : "the model's output is a distribution already; no softmax was applied");
    }
}
