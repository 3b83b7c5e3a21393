using System.CommandLine;
using RefCnn.Core;
using RefCnn.Formats.Onnx.Export;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn convert</c>: writes a model in another format.</summary>
internal static class ConvertCommand
{
    // One line a format: the extension of the output, and its writer.
    private static readonly Dictionary<string, Action<Network, string, OnnxExportOptions>> Writers = new(StringComparer.OrdinalIgnoreCase)
    {
        [".onnx"] = OnnxExporter.Write,
    };

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var model = new ModelOptions();
        var output = new Option<string>("--output") { Description = $"The file to write: {string.Join(", ", Writers.Keys)}.", HelpName = "FILE", Required = true };
        var precision = new Option<string>("--precision") { Description = "The element type: float32 or float16.", HelpName = "TYPE", DefaultValueFactory = _ => "float32" };
        precision.AcceptOnlyFromAmong("float32", "float16");
        var external = new Option<bool>("--external-weights") { Description = "Write the weights to a file beside the model: X.onnx.data." };
        output.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !Writers.ContainsKey(Path.GetExtension(token.Value))))
                result.AddError($"--output '{token.Value}': expected a file that ends in {string.Join(" or ", Writers.Keys)}");
        });
        var command = new ExampleCommand(
            "convert",
            "Writes a model in another format.",
            "convert --model mnist.onnx --output same.onnx",
            "convert --model mnist.onnx --output half.onnx --precision float16 --external-weights");
        model.AddTo(command);
        foreach (Option option in (Option[])[output, precision, external]) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(output);
            var options = new OnnxExportOptions(
                parsed.GetRequiredValue(precision) == "float16" ? OnnxPrecision.Float16 : OnnxPrecision.Float32, parsed.GetValue(external));
            Network network = model.Source(parsed).Load().Network;
            Writers[Path.GetExtension(path)](network, path, options);
            terminal.WriteLine($"{network.Name}: {network.Nodes.Length} nodes written to {path}");
            return ExitCode.Good;
        });
        return command;
    }
}
