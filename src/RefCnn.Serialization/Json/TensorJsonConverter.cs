using System.Text.Json;
using System.Text.Json.Serialization;
using RefCnn.Core;

namespace RefCnn.Serialization;

/// <summary>Hands tensors to a store.</summary>
internal sealed class TensorJsonConverter(ITensorStore store) : JsonConverter<Tensor<float>>
{
    public override Tensor<float> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return store.Read(value.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, Tensor<float> value, JsonSerializerOptions options) => store.Write(writer, value);
}
