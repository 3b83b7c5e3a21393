using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using RefCnn.Accelerate;
using RefCnn.Cli.Applications;
using RefCnn.Cli.Models;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.Formats;
using Spectre.Console;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn inspect</c>: what a model is made of.</summary>
internal static class InspectCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var model = new ModelOptions();
        var backend = new Option<string?>("--backend") { Description = "Also show how this engine computes each node: accelerate.", HelpName = "NAME" };
        backend.AcceptOnlyFromAmong(BackendCatalog.Accelerate);
        var choice = new AccelerateChoice();
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.JsonInsteadOfTable();
        var validate = new Option<bool>("--validate") { Description = "Check a Core ML file against its published specification instead, and exit with 1 where it breaks it." };
        var command = new ExampleCommand(
            "inspect",
            "Shows a model's nodes with shapes, trained parameters and multiply-accumulates.",
            "inspect --model mnist.onnx",
            "inspect --model zoo:resnet50 --backend accelerate",
            "inspect --model open-shape.onnx --input-shape data=1x3x224x224 --json",
            "inspect --model any.mlpackage --validate");
        model.AddTo(command);
        foreach (Option option in (Option[])[backend, threads, json, validate]) command.Options.Add(option);
        choice.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(validate)) return Task.FromResult(Validate(terminal, model.Source(parsed).Model, parsed.GetValue(json)));
            var engine = parsed.GetValue(backend) is { } name ? (AccelerateBackend)choice.Demand(parsed, name)[0] : null;
            if (engine is null) choice.DemandNothingForced(parsed);
            ImportedModel imported = model.Source(parsed).Load();
            var algorithms = engine?.Describe(imported.Network, new CompileOptions(parsed.GetValue(threads)), cancellation).ToDictionary(described => described.Node);
            if (parsed.GetValue(json)) terminal.Output.Write(NetworkJson.Format(imported.Network, algorithms));
            else Write(terminal, imported, algorithms);
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static int Validate(Terminal terminal, string path, bool asJson)
    {
        if (!CoreMlReader.Recognizes(path)) throw new UsageException($"--validate {path}: is for Core ML files: .mlmodel or .mlpackage");
        CoreMlFindings findings = CoreMlValidator.Validate(path);
        if (asJson) terminal.Output.Write(Json(path, findings));
        else Tell(terminal, path, findings);
        return findings.IsValid ? ExitCode.Good : ExitCode.VerdictFailed;
    }

    private static string Json(string path, CoreMlFindings findings) => JsonList.Object(json =>
    {
        json.WriteString("file", path);
        foreach ((string member, ImmutableArray<string> lines) in new[] { ("faults", findings.Faults), ("unchecked", findings.Unchecked) })
        {
            json.WriteStartArray(member);
            foreach (string line in lines) json.WriteStringValue(line);
            json.WriteEndArray();
        }
    });

    private static void Tell(Terminal terminal, string path, CoreMlFindings findings)
    {
        foreach (string fault in findings.Faults) terminal.WriteLine($"fault: {fault}");
        foreach (string passed in findings.Unchecked) terminal.WriteLine($"not checked: {passed}");
        terminal.WriteLine($"{path}: {findings.Faults.Length} faults, {findings.Unchecked.Length} parts not checked");
    }

    private static void Write(Terminal terminal, ImportedModel imported, Dictionary<int, NodeAlgorithm>? algorithms)
    {
        Network network = imported.Network;
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("#") { Alignment = Justify.Right });
        table.AddColumns("name", "kind", "inputs", "shape");
        foreach (string heading in (string[])["parameters", "MACs"]) table.AddColumn(new TableColumn(heading) { Alignment = Justify.Right });
        if (algorithms is not null) table.AddColumn("algorithm");
        for (int index = 0; index < network.Nodes.Length; index++)
        {
            Node node = network.Nodes[index];
            string[] cells =
            [
                Count(index), node.Name, node.Layer.Kind, string.Join(' ', node.Inputs), network.Shapes[index].ToString(),
                Count(NetworkTotals.ParametersOf(network, index)), Count(NetworkTotals.MultiplyAccumulatesOf(network, index)),
                .. algorithms is null ? (string[])[] : [algorithms.TryGetValue(index, out NodeAlgorithm described) ? Describe(network, described) : ""],
            ];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }

        terminal.Write(table);
        foreach (NetworkOutput output in network.Outputs) terminal.WriteLine($"output '{output.Name}': {network.Shapes[output.Node]}, node {output.Node}");
        foreach (string note in imported.Notes) terminal.WriteLine($"note: {note}");
        terminal.WriteLine(
            $"{network.Name}: {network.Nodes.Length} nodes, {Count(network.ParameterCount)} parameters, {Count(NetworkTotals.MultiplyAccumulatesOf(network))} MACs");
    }

    private static string Describe(Network network, NodeAlgorithm described) =>
        described.With == described.Node ? described.Algorithm ?? "" : $"with {network.Nodes[described.With].Name}";

    private static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);
}
