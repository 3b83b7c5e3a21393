using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RefCnn.Core.Layers;

namespace RefCnn.Serialization;

/// <summary>
/// Layers as JSON: <c>{"kind": "conv2d", "window": …, "groups": 2, "weight": …}</c>, with the record's parameters in lower camel case and
/// enumerations in lower-kebab. Unknown members are errors, missing ones take the record's defaults. Tensors are left to an <see cref="ITensorStore"/>.
/// </summary>
public sealed class LayerJson
{
    private readonly JsonSerializerOptions options;

    /// <summary>Makes a reader and writer.</summary>
    /// <param name="tensors">What stands for tensors.</param>
    public LayerJson(ITensorStore tensors)
    {
        options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            RespectRequiredConstructorParameters = true,
            RespectNullableAnnotations = true,
            AllowOutOfOrderMetadataProperties = true,
            TypeInfoResolver = LayerJsonContext.Default.WithAddedModifier(DescribeKinds),
            Converters = { new TensorJsonConverter(tensors), new ShapeJsonConverter(), new Size2DJsonConverter(), new Padding2DJsonConverter(), new Window2DJsonConverter() },
        };
        foreach (JsonConverter converter in EnumJsonConverters.All) options.Converters.Add(converter);
    }

    /// <summary>Reads a layer.</summary>
    /// <param name="json">A JSON object with a <c>kind</c>.</param>
    /// <exception cref="JsonException">It is not a layer; the message names the member.</exception>
    public Layer Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("kind", out JsonElement kind) || kind.ValueKind != JsonValueKind.String)
            throw new JsonException("a layer is a JSON object with a 'kind'");
        if (LayerKinds.Find(kind.GetString()!) is not { } known)
            throw new JsonException($"unknown layer kind '{kind.GetString()}'; expected one of {string.Join(", ", LayerKinds.All.Select(other => other.Name))}");
        RefuseUnknownMembers(json, known);
        return json.Deserialize((JsonTypeInfo<Layer>)options.GetTypeInfo(typeof(Layer))) ?? throw new JsonException("a layer is null");
    }

    /// <summary>Writes a layer.</summary>
    /// <param name="layer">The layer.</param>
    public JsonElement Write(Layer layer) => JsonSerializer.SerializeToElement(layer, (JsonTypeInfo<Layer>)options.GetTypeInfo(typeof(Layer)));

    private void RefuseUnknownMembers(JsonElement json, LayerKind kind)
    {
        string[] members = [.. options.GetTypeInfo(kind.Type).Properties.Select(property => property.Name)];
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (member.Name != "kind" && !members.Contains(member.Name))
                throw new JsonException($"a {kind.Name} has no '{member.Name}'; it has {(members.Length == 0 ? "its kind only" : string.Join(", ", members))}");
        }
    }

    private static void DescribeKinds(JsonTypeInfo type)
    {
        if (type.Type == typeof(Layer))
        {
            type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "kind" };
            foreach (LayerKind kind in LayerKinds.All) type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(kind.Type, kind.Name));
        }

        if (!type.Type.IsSubclassOf(typeof(Layer)) || type.Kind != JsonTypeInfoKind.Object) return;

        // Only what the record's constructor takes is part of the text; Kind, Arity, Parameters and other views of it are not.
        for (int i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].AssociatedParameter is null) type.Properties.RemoveAt(i);
        }
    }
}
