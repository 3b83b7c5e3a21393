using System.CommandLine;
using System.Text.Json;
using RefCnn.Cli.Applications;
using RefCnn.Cli.Models;
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
        Option<bool> json = SharedOptions.JsonInsteadOfTable();
        var command = new ExampleCommand(
            "list",
            "Lists the layer vectors.",
            "vectors list",
            "vectors list conv2d max-pool2d",
            "vectors list --json")
        {
            kinds,
            json,
            vectors,
        };
        command.SetAction(parsed =>
        {
            string directory = SharedOptions.VectorDirectory(parsed.GetValue(vectors));
            VectorCase[] cases = [.. VectorFiles.In(directory, parsed.GetValue(kinds)!).Select(VectorReader.Read)];
            if (parsed.GetValue(json)) terminal.Output.Write(Json(cases));
            else WriteTable(terminal, cases);
            return ExitCode.Good;
        });
        return command;
    }

    private static void WriteTable(Terminal terminal, VectorCase[] cases)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("id", "flags", "tier", "source", "output");
        foreach (VectorCase vector in cases)
        {
            table.AddRow(
                new Text(vector.Id),
                new Text(string.Join(' ', vector.Flags)),
                new Text(vector.Tier is { } tier ? Name(tier) : "–"),
                new Text(Name(vector.Source.Kind)),
                new Text(Describe(vector.Expected)));
        }

        if (cases.Length > 0) terminal.Write(table);
        terminal.WriteLine($"{cases.Length} vectors");
    }

    private static string Json(VectorCase[] cases)
    {
        var list = new JsonList();
        foreach (VectorCase vector in cases)
        {
            list.Add(item =>
            {
                item.WriteString("id", vector.Id);
                item.WriteStartArray("flags");
                foreach (string flag in vector.Flags) item.WriteStringValue(flag);
                item.WriteEndArray();
                item.WriteString("tier", vector.Tier is { } tier ? Name(tier) : null);
                item.WriteString("source", Name(vector.Source.Kind));
                if (vector.Expected is Expectation.Valid valid) NetworkJson.WriteNumbers(item, "shape", valid.Output.Shape.Extents);
                if (vector.Expected is Expectation.Invalid invalid) item.WriteString("refusedBy", invalid.Rule);
            });
        }

        return list.Text();
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
