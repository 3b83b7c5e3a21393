using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Serialization;

namespace RefCnn.Formats.Neutral;

/// <summary>
/// The project's own form of a network: a readable topology, <c>network.json</c>, and the weights beside it, <c>weights.npz</c> or <c>weights.safetensors</c>. Any network that is saved
/// loads as the same network, bit for bit. docs/formats/network.md describes it.
/// </summary>
public static class NetworkFile
{
    /// <summary>What a file of the format says it is.</summary>
    public const string FormatName = "refcnn-network";

    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int Version = 1;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Saves a network: the topology at the path, the weights beside it (<see cref="WeightsNameFor"/>). Each file appears whole or not at all.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The topology's file.</param>
    /// <param name="format">How the weights are kept.</param>
    /// <exception cref="RefCnnException">A file cannot be written.</exception>
    public static void Save(Network network, string path, WeightsFormat format = WeightsFormat.Npz)
    {
        var tensors = new NamedTensors(null);
        foreach (Node node in network.Nodes) tensors.Name(node);
        string weights = WeightsNameFor(path, format);
        string text = Text(network, tensors, tensors.Written.Count == 0 ? null : weights);
        string beside = Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, weights);
        if (tensors.Written.Count > 0 && format == WeightsFormat.Npz) NpzArchive.Write(beside, tensors.Written);
        if (tensors.Written.Count > 0 && format == WeightsFormat.Safetensors) SafetensorsWriter.Write(beside, tensors.Written);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The weights' file that belongs to a topology's: <c>weights.npz</c> for <c>network.json</c>, <c>name.npz</c> for <c>name.json</c>.</summary>
    /// <param name="path">The topology's file.</param>
    /// <param name="format">How the weights are kept.</param>
    public static string WeightsNameFor(string path, WeightsFormat format = WeightsFormat.Npz)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return $"{(name == "network" ? "weights" : name)}.{(format == WeightsFormat.Npz ? "npz" : "safetensors")}";
    }

    /// <summary>Loads a network.</summary>
    /// <param name="path">The topology's file.</param>
    /// <param name="options">Shapes that replace those of inputs, and the weights' file where it is not the one that the topology names.</param>
    /// <exception cref="ModelFormatException">A file cannot be read, or does not describe a valid network.</exception>
    public static Network Load(string path, ImportOptions options)
    {
        NetworkDocument document = Parse(path);
        string? weightsPath = options.WeightsPath ?? WeightsBeside(path, document.Weights);
        try
        {
            using IWeights? weights = weightsPath is null ? null : Weights.Open(weightsPath);
            return Build(document, path, new LayerJson(new NamedTensors(weights)), new InputShapes(path, options));
        }
        catch (RefCnnException fault) when (fault is not ModelFormatException)
        {
            throw new ModelFormatException(path, null, fault.Message, fault);
        }
    }

    /// <summary>Whether a file begins as JSON objects do.</summary>
    /// <param name="head">The first bytes.</param>
    internal static bool Recognizes(ReadOnlySpan<byte> head) => head.TrimStart("\uFEFF \t\r\n"u8) is [(byte)'{', ..];

    /// <summary>Imports a network for <see cref="ModelFormats"/>.</summary>
    /// <param name="path">The topology's file.</param>
    /// <param name="options">See <see cref="Load"/>.</param>
    internal static ImportedModel Import(string path, ImportOptions options) => new(Load(path, options), []);

    private static NetworkDocument Parse(string path)
    {
        try
        {
            using FileStream stream = InputFile.Open(path);
            using var text = JsonDocument.Parse(stream);
            Demand(path, text.RootElement);
            NetworkDocument document = text.RootElement.Deserialize(NetworkDocumentContext.Default.NetworkDocument)!;
            bool hasNull = document.Nodes.Any(node => node is null || node.Inputs?.Contains(null!) == true) || document.Outputs.Any(output => output is null);
            return hasNull ? throw new ModelFormatException(path, null, "has null among its nodes, their inputs, or its outputs") : document;
        }
        catch (JsonException fault)
        {
            throw new ModelFormatException(path, null, $"is not a network file: {Explain(fault)}", fault);
        }
        catch (InvalidOperationException fault)
        {
            // To the parser a text that is no valid UTF-8 is an invalid operation.
            throw new ModelFormatException(path, null, $"is not a network file: a text in it is no valid UTF-8: {fault.Message}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, null, $"cannot be read: {fault.Message}", fault);
        }
    }

    // A topology may come from anywhere: the file that it names must not lead out of its own folder.
    private static string? WeightsBeside(string path, string? name)
    {
        if (name is null) return null;
        if (name.Length == 0 || name is "." or ".." || name.AsSpan().ContainsAny("/\\:\0"))
            throw new ModelFormatException(path, null, $"names '{name}' as its weights; expected the name of a file in the same folder");
        string folder = Path.GetDirectoryName(path) ?? string.Empty, weights = Path.Combine(folder, name);
        return FolderLinks.LeadOut(folder.Length == 0 ? "." : folder, weights) ? throw new ModelFormatException(path, null, $"names '{name}', a link that leads out of its folder, as its weights; give that file with --weights") : weights;
    }

    private static Network Build(NetworkDocument document, string path, LayerJson layers, InputShapes shapes)
    {
        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        var nodes = new List<Node>();
        foreach (NodeDocument node in document.Nodes)
        {
            Layer layer = LayerOf(node, path, layers);
            if (layer is Input input) layer = new Input(shapes.Of(node.Name, input.Shape));
            int[] inputs = [.. (node.Inputs ?? []).Select(name => indices.TryGetValue(name, out int index) ? index : throw Fault(path, node, $"reads '{name}'; expected an earlier node"))];
            if (!indices.TryAdd(node.Name, nodes.Count)) throw Fault(path, node, "has a name that an earlier node has; expected a unique one");
            nodes.Add(new Node(node.Name, layer, [.. inputs]));
        }

        shapes.RefuseOthers();
        return Network.Create(document.Name, nodes, document.Outputs.Select(output => indices.TryGetValue(output.Node, out int index)
            ? new NetworkOutput(output.Name, index)
            : throw new ModelFormatException(path, null, $"output '{output.Name}' is node '{output.Node}', which does not exist")));
    }

    // Before the other members, which another format or version may have otherwise.
    private static void Demand(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out JsonElement format))
            throw new ModelFormatException(path, null, $"is not a network file: it is no JSON object with a member 'format'; expected \"format\": \"{FormatName}\"");
        if (format.ValueKind != JsonValueKind.String || format.GetString() != FormatName)
            throw new ModelFormatException(path, null, $"says its format is '{format}'; expected '{FormatName}'");
        if (!root.TryGetProperty("version", out JsonElement version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number) || number != Version)
            throw new ModelFormatException(path, null, $"is of version {(version.ValueKind == JsonValueKind.Undefined ? "unknown" : version.ToString())}; expected {Version}");
    }

    // The serializer speaks of classes; a user knows members.
    private static string Explain(JsonException fault) => fault.Message switch
    {
        var message when message.Contains("could not be mapped", StringComparison.Ordinal) => $"{fault.Path} is an unknown member",
        var message when message.Contains("missing required", StringComparison.Ordinal) => $"{fault.Path ?? "$"} lacks {message[(message.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(' ', '.')}",
        var message when message.Contains("could not be converted", StringComparison.Ordinal) => $"{fault.Path} has a value of another type than docs/formats/network.md says",
        var message => message,
    };

    private static Layer LayerOf(NodeDocument node, string path, LayerJson layers)
    {
        try
        {
            return layers.Read(node.Layer);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or RefCnnException and not ModelFormatException)
        {
            throw Fault(path, node, fault.Message, fault);
        }
    }

    private static ModelFormatException Fault(string path, NodeDocument node, string reason, Exception? inner = null) => new(path, $"node '{node.Name}'", reason, inner);

    private static string Text(Network network, NamedTensors tensors, string? weights)
    {
        var layers = new LayerJson(tensors);
        var text = new StringBuilder();
        text.Append($"{{\n  \"format\": {Quoted(FormatName)},\n  \"version\": {Version},\n  \"name\": {Quoted(network.Name)},\n");
        if (weights is not null) text.Append($"  \"weights\": {Quoted(weights)},\n");
        text.Append("  \"nodes\": [\n");
        text.AppendJoin(",\n", network.Nodes.Select(node =>
            $"    {{\"name\": {Quoted(node.Name)}, \"inputs\": [{string.Join(", ", node.Inputs.Select(input => Quoted(network.Nodes[input].Name)))}], \"layer\": {layers.Write(node.Layer).GetRawText()}}}"));
        text.Append("\n  ],\n  \"outputs\": [\n");
        text.AppendJoin(",\n", network.Outputs.Select(output => $"    {{\"name\": {Quoted(output.Name)}, \"node\": {Quoted(network.Nodes[output.Node].Name)}}}"));
        return text.Append("\n  ]\n}\n").ToString();
    }

    private static string Quoted(string text) => $"\"{Readable.Encoder!.Encode(text)}\"";
}
