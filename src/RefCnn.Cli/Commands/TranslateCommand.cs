using System.CommandLine;
using RefCnn.Cli.Applications;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn translate</c>: turns what a picture shows into another material, season, kind.</summary>
internal static class TranslateCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var options = new TransformOptions("metal-to-fabric");
        var command = new ExampleCommand(
            "translate",
            "Translates pictures with a generator of pix2pix or CycleGAN, at the size that it was trained for; results have the pictures' own.",
            "translate metal.png fabric.png",
            "translate --model sample:fabric-to-metal fabric.png metal.png",
            "translate --model zebra.onnx --mean 127.5 --scale 0.00784314 horses/ zebras/");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(options.Run(
            parsed, terminal, transform => (picture, progress) => transform.ApplyResized(picture, null, progress(0, 1), cancellation), cancellation)));
        return command;
    }
}
