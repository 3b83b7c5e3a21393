using System.Collections.Immutable;
using System.Text.Json;
using RefCnn.Cli.Applications;
using RefCnn.Core;

namespace RefCnn.Cli.Models;

/// <summary>What a run gave, in short.</summary>
/// <param name="Network">The network.</param>
/// <param name="Backend">What ran it.</param>
/// <param name="Milliseconds">How long that took, compiling included.</param>
/// <param name="Notes">What the importer has to say.</param>
/// <param name="Outputs">The outputs that were written.</param>
internal sealed record RunSummary(string Network, string Backend, double Milliseconds, ImmutableArray<string> Notes, ImmutableArray<OutputSummary> Outputs)
{
    /// <summary>The text <c>{"network", "backend", "ms", "notes", "outputs": [{"name", "shape", "min", "mean", "max", "file"}]}</c>.</summary>
    public string ToJson() => JsonList.Object(json =>
    {
        json.WriteString("network", Network);
        json.WriteString("backend", Backend);
        json.WriteNumber("ms", Math.Round(Milliseconds, 3));
        json.WriteStartArray("notes");
        foreach (string note in Notes) json.WriteStringValue(note);
        json.WriteEndArray();
        var outputs = new JsonList();
        foreach (OutputSummary output in Outputs) outputs.Add(output.WriteTo);
        outputs.WriteTo(json, "outputs");
    });
}

/// <summary>One output of a run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Least">Its least value; null where it has none.</param>
/// <param name="Mean">The mean of its values.</param>
/// <param name="Largest">Its largest value.</param>
/// <param name="File">Where it was written.</param>
internal sealed record OutputSummary(string Name, Shape Shape, double? Least, double? Mean, double? Largest, string File)
{
    /// <summary>Sums up an output.</summary>
    /// <param name="file">Its name, and where it was written.</param>
    /// <param name="output">Its values.</param>
    public static OutputSummary Of(NamedFile file, Tensor output)
    {
        double[] values = output.ToDouble().Span.ToArray();
        return values.Length == 0
            ? new OutputSummary(file.Name!, output.Shape, null, null, null, file.Path)
            : new OutputSummary(file.Name!, output.Shape, values.Min(), values.Average(), values.Max(), file.Path);
    }

    /// <summary>Writes the members of its JSON.</summary>
    /// <param name="json">Where to.</param>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        NetworkJson.WriteNumbers(json, "shape", Shape.Extents);
        WriteNumber(json, "min", Least);
        WriteNumber(json, "mean", Mean);
        WriteNumber(json, "max", Largest);
        json.WriteString("file", File);
    }

    // JSON has no NaN and no infinities.
    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
