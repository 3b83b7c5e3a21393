using System.Text.Json;
using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.Conformance;

/// <summary>Writes the tensors of a case as .npy files beside it, <c>&lt;case&gt;.0.npy</c> and so on: for operands that are neither seeded nor few.</summary>
/// <param name="folder">The folder of the case.</param>
/// <param name="name">The case's name.</param>
internal sealed class StoredTensors(string folder, string name) : ITensorStore
{
    private int count;

    /// <inheritdoc/>
    public Tensor<float> Read(JsonElement value) => throw new NotSupportedException("these tensors are only written");

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer, Tensor<float> tensor)
    {
        string file = $"{name}.{count++}.npy";
        NpyFile.Write(Path.Combine(folder, file), NpyArray.Of(tensor));
        writer.WriteStartObject();
        writer.WriteStartArray("shape");
        foreach (int extent in tensor.Shape.Extents) writer.WriteNumberValue(extent);
        writer.WriteEndArray();
        writer.WriteString("file", file);
        writer.WriteEndObject();
    }
}
