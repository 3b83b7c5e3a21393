using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using RefCnn.Conformance.Networks;
using RefCnn.Serialization;

namespace RefCnn.Conformance;

/// <summary>All verdicts of one run.</summary>
/// <param name="Cases">The verdicts.</param>
public sealed record VerificationReport(ImmutableArray<CaseResult> Cases)
{
    /// <summary>Whether any case failed.</summary>
    public bool Failed => Count(Verdict.Fail) > 0;

    /// <summary>How many cases have a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    public int Count(Verdict verdict) => Cases.Count(result => result.Verdict == verdict);

    /// <summary>
    /// The report as JSON: <c>{"summary": {"pass": n, …}, "cases": [{"id", "kind", "backend", "verdict", "margin", "ms", "message"}]}</c>; a certificate
    /// also has <c>"layers": [{"node", "index", "kind", "verdict", "margin", "message"}]</c>.
    /// </summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("summary");
            foreach (Verdict verdict in Enum.GetValues<Verdict>()) json.WriteNumber(Name(verdict), Count(verdict));
            json.WriteEndObject();
            json.WriteStartArray("cases");
            foreach (CaseResult result in Cases) Write(json, result);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>Writes the JSON to a file, through a temporary one beside it.</summary>
    /// <param name="path">Where to.</param>
    /// <exception cref="RefCnn.Core.RefCnnException">The file cannot be written; one that was there is whole.</exception>
    public void Write(string path) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToJson())));

    /// <summary>A verdict's name in reports and tables, e.g. <c>pass</c>.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Name(Verdict verdict) => JsonNamingPolicy.KebabCaseLower.ConvertName(verdict.ToString());

    private static void Write(Utf8JsonWriter json, CaseResult result)
    {
        json.WriteStartObject();
        json.WriteString("id", result.Id);
        json.WriteString("kind", result.Kind);
        json.WriteString("backend", result.Backend);
        json.WriteString("verdict", Name(result.Verdict));
        if (result.Margin is { } margin) json.WriteNumber("margin", margin);
        else json.WriteNull("margin");
        json.WriteNumber("ms", Math.Round(result.Milliseconds, 3));
        json.WriteString("message", result.Message);
        if (!result.Layers.IsEmpty)
        {
            json.WriteStartArray("layers");
            foreach (LayerProof layer in result.Layers) Write(json, layer);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LayerProof layer)
    {
        json.WriteStartObject();
        json.WriteString("node", layer.Node);
        json.WriteNumber("index", layer.Index);
        json.WriteString("kind", layer.Kind);
        json.WriteString("verdict", Name(layer.Verdict));
        if (layer.Margin is { } margin && double.IsFinite(margin)) json.WriteNumber("margin", margin);
        else json.WriteNull("margin");
        json.WriteString("message", layer.Message);
        json.WriteEndObject();
    }
}
