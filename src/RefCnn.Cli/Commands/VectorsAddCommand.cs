using System.CommandLine;
using RefCnn.Conformance;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn vectors add</c>: takes a new vector into the set.</summary>
internal static class VectorsAddCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A vector file." };
        Option<string?> vectors = SharedOptions.Vectors();
        var command = new ExampleCommand(
            "add",
            "Validates a vector file, puts it in its place, and computes its golden numbers where it is a reference case.",
            "vectors add my-case.json")
        {
            file,
            vectors,
        };
        command.SetAction(parsed =>
        {
            VectorCase vector = VectorAdder.Add(parsed.GetRequiredValue(file), SharedOptions.VectorDirectory(parsed.GetValue(vectors)));
            terminal.WriteLine($"{vector.Id}: added");
            return ExitCode.Good;
        });
        return command;
    }
}
