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

    private static IEnumerable<string> Extensions => Writers.Keys.Concat(CoreMlChoice.Extensions);

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var model = new ModelOptions();
        var output = new Option<string>("--output") { Description = $"The file to write: {string.Join(", ", Extensions)}.", HelpName = "FILE", Required = true };
        var precision = new Option<string>("--precision") { Description = "The element type: float32 or float16.", HelpName = "TYPE", DefaultValueFactory = _ => "float32" };
        precision.AcceptOnlyFromAmong("float32", "float16");
        var external = new Option<bool>("--external-weights") { Description = "Write the weights to a file beside the model: X.onnx.data." };
        var coreMl = new CoreMlChoice();
        output.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !Extensions.Contains(Path.GetExtension(token.Value), StringComparer.OrdinalIgnoreCase)))
                result.AddError($"--output '{token.Value}': expected a file that ends in {string.Join(" or ", Extensions)}");
        });
        var command = new ExampleCommand(
            "convert",
            "Writes a model in another format.",
            "convert --model mnist.onnx --output same.onnx",
            "convert --model mnist.onnx --output half.onnx --precision float16 --external-weights",
            "convert --model zoo:squeezenet --output squeezenet.mlpackage --precision float16 --image-input --order bgr --mean 104,117,123 --labels synset.txt");
        model.AddTo(command);
        foreach (Option option in (Option[])[output, precision, external]) command.Options.Add(option);
        coreMl.AddTo(command);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(output);
            var options = new OnnxExportOptions(
                parsed.GetRequiredValue(precision) == "float16" ? OnnxPrecision.Float16 : OnnxPrecision.Float32, parsed.GetValue(external));
            Network? network = coreMl.Write(parsed, path, options.Precision == OnnxPrecision.Float16, () => model.Source(parsed).Load().Network);
            if (network is null)
            {
                network = model.Source(parsed).Load().Network;
                Writers[Path.GetExtension(path)](network, path, options);
            }

            terminal.WriteLine($"{network.Name}: {network.Nodes.Length} nodes written to {path}");
            return ExitCode.Good;
        });
        return command;
    }
}
