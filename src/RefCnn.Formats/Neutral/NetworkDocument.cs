using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RefCnn.Formats.Neutral;

/// <summary>The text of a network file, as docs/formats/network.md and network.schema.json describe it.</summary>
/// <param name="Format">Always <see cref="NetworkFile.FormatName"/>.</param>
/// <param name="Version">The version of the format.</param>
/// <param name="Name">The network's name.</param>
/// <param name="Nodes">The nodes, each after those that it reads.</param>
/// <param name="Outputs">The results.</param>
/// <param name="Weights">The file of the weights, in the same folder; null where the command line says it.</param>
internal sealed record NetworkDocument(
    string Format, int Version, string Name, ImmutableArray<NodeDocument> Nodes, ImmutableArray<OutputDocument> Outputs, string? Weights = null);

/// <summary>A node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Layer">What it computes, in the layer JSON of vectors; a tensor is its name in the weights' file.</param>
/// <param name="Inputs">The names of the nodes that it reads; none where absent.</param>
internal sealed record NodeDocument(string Name, JsonElement Layer, ImmutableArray<string>? Inputs = null);

/// <summary>A result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Node">The name of the node that makes it.</param>
internal sealed record OutputDocument(string Name, string Node);

/// <summary>The reader of the text, made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    AllowTrailingCommas = false)]
[JsonSerializable(typeof(NetworkDocument))]
internal sealed partial class NetworkDocumentContext : JsonSerializerContext;
