using System.CommandLine;
using RefCnn.Applications;
using RefCnn.Cli.Applications;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn erase-text</c>: takes writing out of pictures.</summary>
internal static class EraseTextCommand
{
    private const int DefaultOverlap = 64;

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var options = new TransformOptions("text-eraser");
        var overlap = new Option<int>("--overlap") { Description = "How many pixels neighbouring tiles share at least.", HelpName = "N", DefaultValueFactory = _ => DefaultOverlap };
        var command = new ExampleCommand(
            "erase-text",
            "Erases writing from pictures, in tiles of the network's size that overlap and are blended.",
            "erase-text sign.png clean.png",
            "erase-text --longest 0 scans/ clean/");
        options.AddTo(command);
        command.Options.Add(overlap);
        command.SetAction((parsed, cancellation) => Task.FromResult(options.Run(
            parsed,
            terminal,
            transform =>
            {
                var tiling = new Tiling(transform.ModelSize, parsed.GetValue(overlap));
                return (picture, progress) => tiling.Apply(picture, (tile, number) => transform.ApplyResized(tile, null, progress(number, tiling.CountFor(picture)), cancellation));
            },
            cancellation)));
        return command;
    }
}
