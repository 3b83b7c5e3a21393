using PureHDF;
using PureHDF.VOL.Native;
using RefCnn.Core;

namespace RefCnn.Formats.Keras;

/// <summary>
/// A model that Keras saved as HDF5: the configuration is an attribute of the file, and the weights of each layer of the model lie in a group of its name, in the
/// order that the group's attribute <c>weight_names</c> lists. A nested model's group holds the weights of all layers in it.
/// </summary>
internal sealed class KerasFile : KerasSource
{
    private readonly NativeFile file;

    private KerasFile(string path)
        : base(path, new FileInfo(path).Length) => file = H5File.OpenRead(path);

    /// <inheritdoc/>
    public override string Configuration => Guard(() => file.AttributeExists("model_config")
        ? file.Attribute("model_config").Read<string>()
        : throw new ModelFormatException(Path, null, "holds weights only (it has no attribute 'model_config'); save the whole model with model.save"));

    /// <inheritdoc/>
    public override string Version => Guard(() => file.AttributeExists("keras_version") ? file.Attribute("keras_version").Read<string>() : string.Empty);

    /// <summary>Whether a file begins as HDF5 files do.</summary>
    /// <param name="head">The first bytes.</param>
    public static bool Recognizes(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A]);

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
        string root = (file.LinkExists("model_weights") ? "model_weights/" : string.Empty) + layers[0];
        if (!file.LinkExists(root)) return [];
        IH5Group group = file.Group(root);
        if (!group.AttributeExists("weight_names")) return [];
        IH5Attribute attribute = group.Attribute("weight_names");
        if (attribute.Space.Dimensions.Aggregate(1UL, (product, extent) => product * extent) == 0) return [];
        IEnumerable<string> names = attribute.Read<string[]>().Select(name => name.TrimEnd('\0'));
        if (layers.Count > 1) names = names.Where(name => name.Split('/').SkipLast(1).Contains(layers[^1]));
        return [.. names.Select(name => Read(group, name, name))];
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => file.Dispose();
}
