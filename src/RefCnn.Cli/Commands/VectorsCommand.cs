using System.CommandLine;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn vectors</c>: the commands that look after the vectors.</summary>
internal static class VectorsCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal) => new ExampleCommand(
        "vectors",
        "Looks after the layer vectors.",
        "vectors list conv2d",
        "vectors rebuild --check")
    {
        VectorsListCommand.Create(terminal),
        VectorsLintCommand.Create(terminal),
        VectorsScaffoldCommand.Create(terminal),
        VectorsAddCommand.Create(terminal),
        VectorsRebuildCommand.Create(terminal),
        VectorsCoverageCommand.Create(terminal),
        VectorsExportCommand.Create(terminal),
    };
}
