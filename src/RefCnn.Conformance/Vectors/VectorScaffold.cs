using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Serialization;

namespace RefCnn.Conformance;

/// <summary>Writes the beginning of a new vector.</summary>
public static partial class VectorScaffold
{
    /// <summary>A reference case of a kind with seeded operands, to be edited and then rebuilt.</summary>
    /// <param name="kind">The layer kind.</param>
    /// <param name="name">The case's name: lower-kebab.</param>
    /// <returns>A vector file's canonical text.</returns>
    /// <exception cref="RefCnnException">No such kind, or a name that is not lower-kebab.</exception>
    public static string Create(string kind, string name)
    {
        VectorFiles.DemandKind(kind, "");
        if (!IsName(name)) throw new RefCnnException($"case '{name}': expected a lower-kebab name, e.g. asymmetric-padding");
        SampleLayer sample = SampleLayers.All[kind];
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, $"{kind}/{name}", sample);
        return VectorWriter.Format(JsonDocument.Parse(buffer.WrittenMemory).RootElement);
    }

    /// <summary>Whether a text can name a case: lower-kebab.</summary>
    internal static bool IsName(string name) => LowerKebab().IsMatch(name);

    private static void Write(Utf8JsonWriter writer, string id, SampleLayer sample)
    {
        bool exact = sample.Layer.AccuracyFor([.. sample.Inputs]) switch
        {
            Accuracy.Exact => true,
            Accuracy.SumOfProducts { CommonWeight: { } common } => double.IsPow2(common),
            Accuracy.SumOfProducts => sample.Layer.Parameters.Length > 0 || sample.Inputs.Length == 2,
            _ => false,
        };
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("comment", "State here which mistake the case catches.");
        writer.WriteStartArray("flags");
        writer.WriteEndArray();
        writer.WriteString("tier", exact ? "exact" : "bounded");
        writer.WriteStartObject("source");
        writer.WriteString("kind", "reference");
        writer.WriteEndObject();
        writer.WritePropertyName("layer");
        new LayerJson(new ScaffoldTensorStore(sample.Layer)).Write(sample.Layer).WriteTo(writer);
        writer.WriteStartArray("inputs");
        for (int i = 0; i < sample.Inputs.Length; i++)
            ScaffoldTensorStore.Write(writer, sample.Inputs.Length == 1 ? "input" : $"input{i}", sample.Inputs[i]);
        writer.WriteEndArray();
        writer.WriteStartObject("expected");
        writer.WriteBoolean("rebuild", true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex LowerKebab();
}
