using System.Text.Json;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Serialization;

namespace RefCnn.Conformance;

/// <summary>Writes a sample layer's tensors as seeded streams named after its parameters.</summary>
/// <param name="layer">The layer whose tensors are written.</param>
internal sealed class ScaffoldTensorStore(Layer layer) : ITensorStore
{
    private const int Limit = 8, Exponent = -3;

    /// <inheritdoc/>
    /// <exception cref="JsonException">Always: a scaffold is written only.</exception>
    public Tensor<float> Read(JsonElement value) => throw new JsonException("a scaffold's tensors are not read");

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer, Tensor<float> tensor)
    {
        string name = layer.Parameters.FirstOrDefault(parameter => ReferenceEquals(parameter.Value, tensor)).Name ?? "value";
        Write(writer, name, tensor.Shape);
    }

    /// <summary>Writes a seeded tensor.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The stream's name; a variance is made positive.</param>
    /// <param name="shape">The extents.</param>
    public static void Write(Utf8JsonWriter writer, string name, Shape shape)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("shape");
        foreach (int extent in shape.Extents) writer.WriteNumberValue(extent);
        writer.WriteEndArray();
        writer.WriteStartObject("seeded");
        writer.WriteString("name", name);
        writer.WriteNumber("limit", Limit);
        writer.WriteNumber("exponent", Exponent);
        if (name == "variance") writer.WriteNumber("offset", Limit + 1);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
