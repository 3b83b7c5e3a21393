using System.Text.Json;
using RefCnn.Core;

namespace RefCnn.Serialization;

/// <summary>What stands for a tensor in a JSON text: a vector's generator or literal values, a network file's name in an archive.</summary>
public interface ITensorStore
{
    /// <summary>Makes the tensor that a JSON value stands for.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="JsonException">It does not stand for a tensor; the message says why.</exception>
    Tensor<float> Read(JsonElement value);

    /// <summary>Writes the JSON value that stands for a tensor.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="tensor">The tensor.</param>
    void Write(Utf8JsonWriter writer, Tensor<float> tensor);
}
