using System.CommandLine;
using System.Text.Json;
using RefCnn.Conformance;
using Spectre.Console;

namespace RefCnn.Cli.Commands;

/// <summary><c>refcnn vectors list</c>: what vectors there are.</summary>
internal static class VectorsListCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> kinds = SharedOptions.Kinds();
        Option<string?> vectors = SharedOptions.Vectors();
        var command = new ExampleCommand(
            "list",
            "Lists the layer vectors.",
            "vectors list",
            "vectors list conv2d max-pool2d")
        {
            kinds,
            vectors,
        };
        command.SetAction(parsed =>
        {
            string directory = SharedOptions.VectorDirectory(parsed.GetValue(vectors));
            var table = new Table { Border = TableBorder.Simple };
            table.AddColumns("id", "flags", "tier", "source", "output");
            int count = 0;
            foreach (VectorCase vector in VectorFiles.In(directory, parsed.GetValue(kinds)!).Select(VectorReader.Read))
            {
                table.AddRow(
                    new Text(vector.Id),
                    new Text(string.Join(' ', vector.Flags)),
                    new Text(vector.Tier is { } tier ? Name(tier) : "–"),
                    new Text(Name(vector.Source.Kind)),
                    new Text(Describe(vector.Expected)));
                count++;
            }

            if (count > 0) terminal.Write(table);
            terminal.WriteLine($"{count} vectors");
            return ExitCode.Good;
        });
        return command;
    }

    private static string Describe(Expectation expected) => expected switch
    {
        Expectation.Valid valid => valid.Output.Shape.ToString(),
        Expectation.Invalid invalid => $"refused by {invalid.Rule}",
        _ => throw new ArgumentOutOfRangeException(nameof(expected)),
    };

    private static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
