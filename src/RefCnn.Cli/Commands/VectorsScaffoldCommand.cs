using System.CommandLine;
using System.Text;
using RefCnn.Conformance;
using RefCnn.Serialization;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn vectors scaffold</c>: the beginning of a new vector.</summary>
internal static class VectorsScaffoldCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        var kind = new Argument<string>("KIND") { Description = "The layer kind." };
        kind.Validators.Add(SharedOptions.DemandKinds);
        var name = new Argument<string>("CASE") { Description = "The case's name: lower-kebab." };
        var output = new Option<string?>("--output") { Description = "The file to write; otherwise the text is printed.", HelpName = "FILE" };
        var command = new ExampleCommand(
            "scaffold",
            "Writes a valid vector of a kind, to be edited and then taken in with `vectors add`.",
            "vectors scaffold conv2d my-case",
            "vectors scaffold conv2d my-case --output my-case.json")
        {
            kind,
            name,
            output,
        };
        command.SetAction(parsed =>
        {
            string text = VectorScaffold.Create(parsed.GetRequiredValue(kind), parsed.GetRequiredValue(name));
            if (parsed.GetValue(output) is not { } file)
            {
                terminal.Output.Write(text);
                return ExitCode.Good;
            }

            if (File.Exists(file)) throw new UsageException($"{file}: exists already; choose another --output");
            AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
            terminal.WriteLine($"{file}: written; edit it, then run `refcnn vectors add {file}`");
            return ExitCode.Good;
        });
        return command;
    }
}
