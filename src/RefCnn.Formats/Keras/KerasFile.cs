using System.Buffers.Binary;
using PureHDF;
using PureHDF.VOL.Native;
using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.Formats.Keras;

/// <summary>
/// A model that Keras saved as HDF5: the configuration is an attribute of the file, and the weights of each layer of the model lie in a group of its name, in the
/// order that the group's attribute <c>weight_names</c> lists. A nested model's group holds the weights of all layers in it.
/// </summary>
internal sealed class KerasFile : KerasSource
{
    private const int SuperblockLength = 56;

    private readonly NativeFile file;

    private KerasFile(string path)
        : base(path, new FileInfo(path).Length) => file = OpenHdf(InputFile.Open(path));

    /// <inheritdoc/>
    public override string Configuration => Guard(() => file.AttributeExists("model_config")
        ? Text("model_config")
        : throw new ModelFormatException(Path, null, "holds weights only (it has no attribute 'model_config'); save the whole model with model.save"));

    /// <inheritdoc/>
    public override string Version => Guard(() => file.AttributeExists("keras_version") ? Text("keras_version") : string.Empty);

    /// <summary>Whether a file begins as HDF5 files do.</summary>
    /// <param name="head">The first bytes.</param>
    public static bool Recognizes(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A]);

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">It cannot be read, or is no HDF5 file.</exception>
    public static KerasFile Open(string path)
    {
        RefuseTruncated(path);
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
        IEnumerable<string> names = Texts(attribute, "weight_names").Select(name => name.TrimEnd('\0'));
        if (layers.Count > 1) names = names.Where(name => name.Split('/').SkipLast(1).Contains(layers[^1]));
        return [.. names.Select(name => Read(group, name, name))];
    });

    private string Text(string attribute) => Texts(file.Attribute(attribute), attribute) is [string text] ? text : throw new InvalidDataException($"attribute '{attribute}' is not one text");

    private string[] Texts(IH5Attribute attribute, string name)
    {
        UInt128 count = attribute.Space.Dimensions.Aggregate(UInt128.One, (product, extent) => product * extent);
        if (count > (ulong)new FileInfo(Path).Length) throw new InvalidDataException($"attribute '{name}' has {count} texts, more than the file has bytes");
        return count == 0 ? [] : attribute.Space.Dimensions.Length == 0 ? [attribute.Read<string>()] : attribute.Read<string[]>();
    }

    // Data that lie beyond the end may belong to weights, or to nothing that is read; the file is not what was saved in either case.
    // The end is in the superblock (HDF5 File Format Specification 3.0, II.A): after two more addresses at 24 in versions 0 and 1 (1 has four bytes more), and at 12 from version 2 on.
    private static void RefuseTruncated(string path)
    {
        byte[] head = FileHead.Read(path, SuperblockLength);
        if (!Recognizes(head) || head.Length < SuperblockLength) return;
        byte version = head[8], addressLength = head[version < 2 ? 13 : 9];
        if (version > 3 || addressLength != sizeof(long)) return;
        int start = version switch { 0 => 24, 1 => 28, _ => 12 };
        ulong end = BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(start + (2 * sizeof(long))));
        long length = new FileInfo(path).Length;
        if (end > (ulong)length) throw new ModelFormatException(path, null, $"ends early: it has {length} bytes of the {end} that it states; copy it again");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => file.Dispose();
}
