using System.Text.Json;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Serialization;

namespace RefCnn.Formats.Neutral;

/// <summary>Tensors that stand in the text as names: read from a weights' file, or gathered to be written to one.</summary>
/// <param name="weights">Where they are read from; null where there is no such file, or when writing.</param>
internal sealed class NamedTensors(IWeights? weights) : ITensorStore
{
    private readonly Dictionary<string, Tensor<float>> read = new(StringComparer.Ordinal);
    private readonly Dictionary<Tensor<float>, string> names = new(ReferenceEqualityComparer.Instance);
    private readonly List<KeyValuePair<string, NpyArray>> written = [];

    /// <summary>The tensors that <see cref="Name"/> has seen, by name, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, NpyArray>> Written => written;

    /// <summary>Names a node's parameters: <c>node/parameter</c>. A tensor that several nodes share keeps its first name.</summary>
    /// <param name="node">The node.</param>
    public void Name(Node node)
    {
        foreach (Parameter parameter in node.Layer.Parameters)
        {
            if (parameter.Value is not { } tensor || !names.TryAdd(tensor, $"{node.Name}/{parameter.Name}")) continue;
            written.Add(new(names[tensor], NpyArray.Of(tensor)));
        }
    }

    /// <inheritdoc/>
    public Tensor<float> Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) throw new JsonException("a tensor is the name of an array in the weights' file: expected a text");
        string name = value.GetString()!;
        if (weights is null) throw new JsonException($"reads the array '{name}', and no file of weights is named; give one as \"weights\" or with --weights");
        if (!read.TryGetValue(name, out Tensor<float>? tensor)) read[name] = tensor = weights.Read(name);
        return tensor;
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer, Tensor<float> tensor) => writer.WriteStringValue(names[tensor]);
}
