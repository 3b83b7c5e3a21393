using System.Text.Json.Nodes;
using RefCnn.Core;

namespace RefCnn.Formats.Keras;

/// <summary>
/// Rewrites the configuration of a model of Keras 1 as Keras 2 would have written it: names of classes and members, the order of channels, joins by their mode.
/// Source of the facts: Keras 2's interfaces for Keras 1 (keras/legacy), and the layers of Keras 1.2.2.
/// </summary>
internal sealed class KerasUpgrade
{
    private static readonly Dictionary<string, string> Classes = new(StringComparer.Ordinal)
    {
        ["Convolution2D"] = "Conv2D",
        ["AtrousConvolution2D"] = "Conv2D",
        ["AtrousConv2D"] = "Conv2D",
        ["Deconvolution2D"] = "Conv2DTranspose",
        ["Deconv2D"] = "Conv2DTranspose",
        ["SeparableConvolution2D"] = "SeparableConv2D",
    };

    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["nb_filter"] = "filters",
        ["subsample"] = "strides",
        ["border_mode"] = "padding",
        ["atrous_rate"] = "dilation_rate",
        ["bias"] = "use_bias",
        ["output_dim"] = "units",
        ["p"] = "rate",
        ["concat_axis"] = "axis",
    };

    private static readonly Dictionary<string, string> Merges = new(StringComparer.Ordinal)
    {
        ["sum"] = "Add",
        ["mul"] = "Multiply",
        ["ave"] = "Average",
        ["max"] = "Maximum",
        ["concat"] = "Concatenate",
    };

    // Layers of pictures that Keras 1 stores without the order of channels: they take the model's.
    private static readonly string[] WithoutOrder = ["UpSampling2D", "ZeroPadding2D", "Cropping2D"];

    private readonly string file;
    private readonly string order;
    private readonly Dictionary<string, (string Type, bool ChannelsFirst)> layers = new(StringComparer.Ordinal);

    private KerasUpgrade(string file, JsonNode model)
    {
        this.file = file;
        order = Descendants(model).Select(layer => layer["config"] is JsonObject config ? Text(config["dim_ordering"]) : null).FirstOrDefault(stated => stated is "th" or "tf") ?? "tf";
        foreach (JsonObject layer in Descendants(model).ToList()) Rewrite(layer);
        Configuration = model.ToJsonString();
    }

    /// <summary>The configuration as Keras 2 would have written it.</summary>
    public string Configuration { get; }

    /// <summary>The new class of each layer, and whether its channels come first.</summary>
    public IReadOnlyDictionary<string, (string Type, bool ChannelsFirst)> Layers => layers;

    /// <summary>Whether a configuration is of Keras 1: files before version 1.1 do not say so, but name what Keras 2 names otherwise.</summary>
    /// <param name="version">What the file says; may be empty.</param>
    /// <param name="configuration">The configuration.</param>
    public static bool Applies(string version, string configuration) => version.Length > 0
        ? version.StartsWith("1.", StringComparison.Ordinal) || version == "1"
        : configuration.Contains("\"border_mode\"", StringComparison.Ordinal) || configuration.Contains("\"output_dim\"", StringComparison.Ordinal) || configuration.Contains("\"dim_ordering\"", StringComparison.Ordinal);

    /// <summary>Rewrites a configuration.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="configuration">The configuration of Keras 1.</param>
    /// <exception cref="ModelFormatException">A layer has no counterpart.</exception>
    /// <exception cref="System.Text.Json.JsonException">The configuration is not JSON.</exception>
    public static KerasUpgrade Of(string file, string configuration) =>
        new(file, JsonNode.Parse(configuration, documentOptions: new System.Text.Json.JsonDocumentOptions { MaxDepth = Limits.Current.Nesting }) ?? throw new ModelFormatException(file, null, "has an empty configuration"));

    // Every object that has a class and a configuration: models, and the layers in them.
    private static IEnumerable<JsonObject> Descendants(JsonNode? node) => node switch
    {
        JsonObject json when json["class_name"] is not null => Descendants(json["config"]).Prepend(json),
        JsonObject json => json.SelectMany(member => Descendants(member.Value)),
        JsonArray list => list.SelectMany(Descendants),
        _ => [],
    };

    private void Rewrite(JsonObject layer)
    {
        if (Text(layer["class_name"]) is not { } type || layer["config"] is not JsonObject config) return;
        string name = Text(config["name"]) ?? Text(layer["name"]) ?? type;
        ModelFormatException Fault(string reason) => KerasGraph.Fault(file, name, type, reason);
        if (type == "Merge")
        {
            string mode = Text(config["mode"]) ?? "of its own";
            if (config["layers"] is JsonArray) throw Fault("joins models at the start of a sequential model; expected a functional model");
            layer["class_name"] = Merges.TryGetValue(mode, out string? join) && Text(config["mode_type"]) is null or "raw" ? join : throw Fault($"joins by the mode '{mode}'; expected one of {string.Join(", ", Merges.Keys)}");
        }
        else if (Classes.TryGetValue(type, out string? current))
        {
            layer["class_name"] = current;
        }

        if (type == "BatchNormalization" && config["mode"] is JsonValue kind && kind.ToJsonString() != "0") throw Fault($"has the mode {kind.ToJsonString()}; expected 0, normalisation by stored statistics");
        if (type == "ZeroPadding2D" && config["padding"] is JsonObject sides)
            config["padding"] = new JsonArray(new JsonArray(Side(sides, "top_pad"), Side(sides, "bottom_pad")), new JsonArray(Side(sides, "left_pad"), Side(sides, "right_pad")));
        if (WithoutOrder.Contains(type) && config["dim_ordering"] is null) config["dim_ordering"] = order;
        Rename(config);
        layers[name] = (Text(layer["class_name"])!, Text(config["data_format"]) == "channels_first");
    }

    private static void Rename(JsonObject config)
    {
        if (Text(config["dim_ordering"]) is { } ordering) config["data_format"] = ordering == "th" ? "channels_first" : "channels_last";
        config.Remove("dim_ordering");
        foreach ((string before, string after) in Members)
        {
            if (config[before] is not { } value) continue;
            config.Remove(before);
            config[after] = value;
        }
    }

    private static JsonNode Side(JsonObject sides, string name) => sides[name]?.DeepClone() ?? 0;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
