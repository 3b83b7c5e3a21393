using System.Text.Json;

namespace RefCnn.Formats.Keras;

/// <summary>A tensor of a functional model: which output of which call of which layer.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Call">The call's number, from 0.</param>
/// <param name="Output">The output's number.</param>
internal readonly record struct KerasReference(string Layer, int Call, int Output);

/// <summary>Reads how layers of a functional model are connected, as Keras 2 and Keras 3 write it.</summary>
internal static class KerasCalls
{
    /// <summary>The tensors that each call of a layer reads.</summary>
    /// <param name="layer">The layer's description.</param>
    public static IReadOnlyList<KerasReference[]> Of(JsonElement layer)
    {
        if (!layer.TryGetProperty("inbound_nodes", out JsonElement calls) || calls.ValueKind != JsonValueKind.Array) return [];
        return [.. calls.EnumerateArray().Select(call => Gather(call).ToArray())];
    }

    /// <summary>The tensors of a list such as <c>output_layers</c>, which is one tensor itself where Keras 3 has a single one.</summary>
    /// <param name="list">The list.</param>
    public static KerasReference[] List(JsonElement list) => [.. Gather(list)];

    // Keras 2: ["name", call, output, {arguments}]. Keras 3: {"class_name": "__keras_tensor__", "config": {"keras_history": ["name", call, output]}} among arguments.
    private static IEnumerable<KerasReference> Gather(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            if (json.GetArrayLength() is 3 or 4 && json[0].ValueKind == JsonValueKind.String && IsWhole(json[1]) && IsWhole(json[2]))
                return [new KerasReference(json[0].GetString()!, json[1].GetInt32(), json[2].GetInt32())];
            return json.EnumerateArray().SelectMany(Gather);
        }

        return json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().SelectMany(member => Gather(member.Value)) : [];
    }

    private static bool IsWhole(JsonElement json) => json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out _);
}
