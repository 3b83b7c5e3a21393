using System.CommandLine;
using System.Globalization;
using RefCnn.Cli.Conversions;
using RefCnn.Cli.Models;
using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Formats.Neutral;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn convert</c>: writes a model in another format. <see cref="ModelWriter"/> lists the formats.</summary>
internal static class ConvertCommand
{
    private const int Steps = 2;

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var model = new ModelOptions();
        var output = new Option<string>("--output") { Description = $"The file to write: {ModelWriter.Description}.", HelpName = "FILE", Required = true };
        var precision = new Option<string>("--precision") { Description = "The element type: float32, or float16 for ONNX and Core ML.", HelpName = "TYPE", DefaultValueFactory = _ => "float32" };
        precision.AcceptOnlyFromAmong("float32", "float16");
        var external = new Option<bool>("--external-weights") { Description = "Write the weights to a file beside the model: X.onnx.data, X.bin for C." };
        var weights = new Option<string>("--weights-format") { Description = "How a network file keeps its weights: npz or safetensors.", HelpName = "TYPE", DefaultValueFactory = _ => "npz" };
        weights.AcceptOnlyFromAmong("npz", "safetensors");
        var verify = new Option<bool>("--verify") { Description = "Run what was read and what was written on a seeded input, and give the suite's verdict." };
        Option<int> threads = SharedOptions.Threads();
        var coreMl = new CoreMlChoice();
        output.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => ModelWriter.For(token.Value) is null))
                result.AddError($"--output '{token.Value}': expected a file that ends in {string.Join(" or ", ModelWriter.Extensions)}");
        });
        var command = new ExampleCommand(
            "convert",
            "Writes a model in another format.",
            "convert --model mnist.onnx --output same.onnx --verify",
            "convert --model mnist.onnx --output half.onnx --precision float16 --external-weights",
            "convert --model deploy.prototxt --weights net.caffemodel --output net.c --verify",
            "convert --model zoo:squeezenet --output network.json --weights-format safetensors",
            "convert --model zoo:squeezenet --output squeezenet.mlpackage --precision float16 --image-input --order bgr --mean 104,117,123 --labels synset.txt");
        model.AddTo(command);
        foreach (Option option in (Option[])[output, precision, external, weights, verify, threads]) command.Options.Add(option);
        coreMl.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(output);
            ModelWriter writer = ModelWriter.For(path)!;
            ConversionOptions options = coreMl.Complete(parsed, writer, new ConversionOptions(
                parsed.GetRequiredValue(precision) == "float16",
                parsed.GetValue(external),
                parsed.GetRequiredValue(weights) == "safetensors" ? WeightsFormat.Safetensors : WeightsFormat.Npz));
            if (options.IsHalf && !writer.HasHalf) throw new UsageException($"--precision float16: {writer.Name} holds float32; leave it out");
            if (options.HasExternalWeights && !writer.HasExternalWeights) throw new UsageException($"--external-weights: {writer.Name} has a place for its weights; leave it out");
            ModelSource source = model.Source(parsed);

            // What cannot be given up half-way is left behind, and its unfinished files are removed.
            return Task.Run(() => Convert(terminal, source, writer, path, options, parsed.GetValue(verify) ? new CompileOptions(parsed.GetValue(threads)) : null, cancellation), cancellation).WaitAsync(cancellation);
        });
        return command;
    }

    private static int Convert(Terminal terminal, ModelSource source, ModelWriter writer, string path, ConversionOptions options, CompileOptions? judging, CancellationToken cancellation)
    {
        Network network = Write(terminal, source, writer, path, options);
        if (judging is null) return ExitCode.Good;
        CaseResult verdict = new ConversionVerifier(terminal, judging)
            .Verify(CoreMlConversion.Described(network, options), source.IsOfZoo && options.Picture is null, writer.Written(network, path, options), cancellation);
        terminal.WriteLine(Describe(verdict));
        return verdict.Verdict switch
        {
            Verdict.Fail => ExitCode.VerdictFailed,
            Verdict.Unavailable => ExitCode.BackendUnavailable,
            _ => ExitCode.Good,
        };
    }

    private static Network Write(Terminal terminal, ModelSource source, ModelWriter writer, string path, ConversionOptions options)
    {
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))) throw new RefCnnException($"{path}: its folder does not exist; create it, or name another --output");
        using var status = new StatusLine(terminal);
        status.Report(0, Steps, $"reading {source.Model}");
        Network network = source.Load().Network;
        status.Report(1, Steps, $"writing {path}");
        writer.Write(network, path, options);
        terminal.WriteLine($"{network.Name}: {network.Nodes.Length} nodes written to {path}");
        return network;
    }

    private static string Describe(CaseResult result)
    {
        string margin = result.Margin is { } share ? string.Create(CultureInfo.InvariantCulture, $", margin {share:G3}") : "";
        return $"{result.Verdict.ToString().ToLowerInvariant()} on {result.Backend}{margin}{(result.Message.Length > 0 ? $": {result.Message}" : "")}";
    }
}
