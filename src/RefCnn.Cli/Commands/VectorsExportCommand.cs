using System.CommandLine;
using RefCnn.Cli.Exchange;
using RefCnn.Networks;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn vectors export</c>: cases for engines in any language.</summary>
internal static class VectorsExportCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var onnx = new Option<string>("--onnx") { Description = "The folder to write, new or empty.", HelpName = "DIR", Required = true };
        Option<string[]> layers = SharedOptions.Layers("Export"), networks = SharedOptions.Networks("Export");
        Option<string?> vectors = SharedOptions.Vectors();
        var command = new ExampleCommand(
            "export",
            "Writes cases as ONNX models with inputs in .npy files and a manifest, for any engine to run. `refcnn check` judges what came out. Without options all cases: several gigabytes.",
            "vectors export --onnx exported --layers",
            "vectors export --onnx exported --layers conv2d relu --networks squeezenet")
        {
            onnx,
            layers,
            networks,
            vectors,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string directory = SharedOptions.VectorDirectory(parsed.GetValue(vectors));
            bool all = parsed.GetResult(layers) is null && parsed.GetResult(networks) is null;
            var chosen = new RecordedCases(directory);
            string[] files = all || parsed.GetResult(layers) is not null ? [.. chosen.Layers(parsed.GetValue(layers) ?? [])] : [];
            ZooNetwork[] zoo = all || parsed.GetResult(networks) is not null ? [.. chosen.Networks(parsed.GetValue(networks) ?? [])] : [];
            Export(terminal, new VectorExport(directory, parsed.GetRequiredValue(onnx)), files, zoo, cancellation);
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static void Export(Terminal terminal, VectorExport export, string[] files, ZooNetwork[] networks, CancellationToken cancellation)
    {
        export.DemandEmpty();
        using var status = new StatusLine(terminal);
        int done = 0, total = files.Length + networks.Length;
        foreach (string file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            status.Report(done++, total, file);
            export.Add(file);
        }

        foreach (ZooNetwork network in networks)
        {
            cancellation.ThrowIfCancellationRequested();
            status.Report(done++, total, network.Name);
            export.Add(network);
        }

        Manifest manifest = export.Finish();
        terminal.WriteLine($"{manifest.Cases.Length} cases exported; {manifest.LeftOut.Length} left out, each with its reason in manifest.json");
    }
}
