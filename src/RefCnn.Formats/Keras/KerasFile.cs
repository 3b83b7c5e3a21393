using RefCnn.Core;
using RefCnn.Formats.Hdf;
using RefCnn.Serialization;

namespace RefCnn.Formats.Keras;

/// <summary>
/// A model that Keras saved as HDF5: the configuration is an attribute of the file, and the weights of each layer of the model lie in a group of its name, in the
/// order that the group's attribute <c>weight_names</c> lists. A nested model's group holds the weights of all layers in it.
/// </summary>
internal sealed class KerasFile : KerasSource
{
    private readonly HdfFile file;

    private KerasFile(string path)
        : base(path, new FileInfo(path).Length) => file = HdfFile.Open(InputFile.Open(path), path);

    /// <inheritdoc/>
    public override string Configuration => Guard(() => Text("model_config") ?? throw new ModelFormatException(Path, null, "holds weights only (it has no attribute 'model_config'); save the whole model with model.save"));

    /// <inheritdoc/>
    public override string Version => Guard(() => Text("keras_version") ?? string.Empty);

    /// <summary>Whether a file begins as HDF5 files do.</summary>
    /// <param name="head">The first bytes.</param>
    public static bool Recognizes(ReadOnlySpan<byte> head) => HdfFile.Recognizes(head);

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">It cannot be read, or is no HDF5 file.</exception>
    public static KerasFile Open(string path)
    {
        try
        {
            return new KerasFile(path);
        }
        catch (Exception fault) when (fault is not RefCnnException)
        {
            throw new ModelFormatException(path, null, $"is not an HDF5 file that can be read: {fault.Message.ReplaceLineEndings(" ")}", fault);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<KerasWeight> Weights(IReadOnlyList<string> layers) => Guard<IReadOnlyList<KerasWeight>>(() =>
    {
        HdfObject root = file.Root.Find("model_weights") ?? file.Root;
        if (root.Find(layers[0]) is not HdfObject group || group.Texts("weight_names") is not IEnumerable<string> names) return [];
        if (layers.Count > 1) names = names.Where(name => name.Split('/').SkipLast(1).Contains(layers[^1]));
        return [.. names.Select(name => Read(group, name, name))];
    });

    private string? Text(string attribute) => file.Root.Texts(attribute) switch
    {
        null => null,
        [string text] => text,
        _ => throw new InvalidDataException($"attribute '{attribute}' is not one text"),
    };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => file.Dispose();
}
