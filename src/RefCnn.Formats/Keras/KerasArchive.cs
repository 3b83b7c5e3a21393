using System.IO.Compression;
using System.Text;
using System.Text.Json;
using RefCnn.Core;
using RefCnn.Formats.Hdf;
using RefCnn.Serialization;

namespace RefCnn.Formats.Keras;

/// <summary>
/// A .keras archive: a zip of config.json, metadata.json and model.weights.h5. There a layer goes by its class in snake case, numbered among those of its class in its
/// model (<c>layers/conv2d_1/vars/0</c>), and its weights by their position (keras/src/saving/saving_lib.py).
/// </summary>
internal sealed class KerasArchive : KerasSource
{
    private static readonly string[] Roots = ["layers", "_layer_checkpoint_dependencies"];

    private readonly HdfFile weights;
    private readonly Dictionary<string, (string Location, string Type, JsonElement Config)> layers = new(StringComparer.Ordinal);
    private readonly string root;

    private KerasArchive(string path, ZipArchive archive)
        : base(path, new FileInfo(path).Length)
    {
        Configuration = Text(archive, "config.json");
        using var metadata = JsonDocument.Parse(Text(archive, "metadata.json"));
        Version = metadata.RootElement.TryGetProperty("keras_version", out JsonElement version) ? version.GetString() ?? string.Empty : string.Empty;
        using var model = JsonDocument.Parse(Configuration, new JsonDocumentOptions { MaxDepth = Limits.Current.Nesting });
        weights = HdfFile.Open(new MemoryStream(ZipEntryBytes.Read(Entry(archive, "model.weights.h5"), path)), path);
        root = Array.Find(Roots, name => weights.Root.Find(name) is not null) ?? Roots[0];
        Locate(model.RootElement, string.Empty, string.Empty);
    }

    /// <inheritdoc/>
    public override string Configuration { get; }

    /// <inheritdoc/>
    public override string Version { get; }

    /// <summary>Whether a file begins as archives of Keras do: a zip whose first entry is one of theirs, uncompressed in its header at byte 30.</summary>
    /// <param name="head">The first bytes.</param>
    public static bool Recognizes(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8) && head.Length > 30
        && (head[30..].StartsWith("metadata.json"u8) || head[30..].StartsWith("config.json"u8) || head[30..].StartsWith("model.weights.h5"u8));

    /// <summary>Opens an archive.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">It cannot be read, lacks an entry, or expands beyond all measure.</exception>
    public static KerasArchive Open(string path)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            ZipLimits.Demand(archive, path, new FileInfo(path).Length);
            return new KerasArchive(path, archive);
        }
        catch (Exception fault) when (fault is not RefCnnException)
        {
            throw new ModelFormatException(path, null, $"is not a .keras archive that can be read: {fault.Message.ReplaceLineEndings(" ")}", fault);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<KerasWeight> Weights(IReadOnlyList<string> layers) => Guard<IReadOnlyList<KerasWeight>>(() =>
    {
        if (!this.layers.TryGetValue(string.Join('\n', layers), out (string Location, string Type, JsonElement Config) layer) || weights.Root.Find($"{layer.Location}/vars") is not HdfObject group) return [];
        string[] names = [.. NamesOf(layer.Type, new KerasConfig(layer.Config, reason => KerasGraph.Fault(Path, layers[^1], layer.Type, reason)))];
        return [.. names.TakeWhile((_, index) => group.Find($"{index}") is not null).Select((name, index) => Read(group, $"{index}", name))];
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => weights.Dispose();

    private static IEnumerable<string> NamesOf(string type, KerasConfig config) => type switch
    {
        "BatchNormalization" => [.. ScaleAndShift(config), "moving_mean", "moving_variance"],
        "LayerNormalization" => ScaleAndShift(config),
        "Normalization" => ["mean", "variance"],
        "SeparableConv2D" => ["depthwise_kernel", "pointwise_kernel", "bias"],
        "PReLU" => ["alpha"],
        _ => ["kernel", "bias"],
    };

    private static IEnumerable<string> ScaleAndShift(KerasConfig config)
    {
        if (config.Flag("scale", true)) yield return "gamma";
        if (config.Flag("center", true)) yield return "beta";
    }

    // PReLU is p_re_lu, Conv2DTranspose is conv2d_transpose: an underscore before a capital that a small letter follows or precedes.
    private static string SnakeCase(string type)
    {
        var text = new StringBuilder();
        for (int i = 0; i < type.Length; i++)
        {
            bool startsWord = i > 0 && char.IsAsciiLetterUpper(type[i]) && ((i + 1 < type.Length && char.IsAsciiLetterLower(type[i + 1])) || char.IsAsciiLetterLower(type[i - 1]));
            if (startsWord) text.Append('_');
            text.Append(char.ToLowerInvariant(type[i]));
        }

        return text.ToString();
    }

    private void Locate(JsonElement model, string names, string location)
    {
        if (!model.TryGetProperty("config", out JsonElement config) || config.ValueKind != JsonValueKind.Object || !config.TryGetProperty("layers", out JsonElement list)) return;
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (JsonElement layer in list.EnumerateArray())
        {
            string type = layer.GetProperty("class_name").GetString()!, word = SnakeCase(type), name = layer.GetProperty("config").GetProperty("name").GetString()!;
            int number = used[word] = used.TryGetValue(word, out int last) ? last + 1 : 0;
            string path = names.Length == 0 ? name : $"{names}\n{name}", here = $"{location}{root}/{(number == 0 ? word : $"{word}_{number}")}";
            layers[path] = (here, type, layer.GetProperty("config").Clone());
            Locate(layer, path, $"{here}/");
        }
    }

    private string Text(ZipArchive archive, string name) => Encoding.UTF8.GetString(ZipEntryBytes.Read(Entry(archive, name), Path));

    private ZipArchiveEntry Entry(ZipArchive archive, string name) => archive.GetEntry(name) ?? throw new ModelFormatException(Path, null, $"has no entry '{name}'; expected a .keras archive");
}
