using PureHDF;
using RefCnn.Core;

namespace RefCnn.Formats.Keras;

/// <summary>A stored weight.</summary>
/// <param name="Path">Its name as Keras lists it, e.g. <c>conv2d_1/kernel:0</c>.</param>
/// <param name="Value">Its values, in Keras's layout.</param>
internal sealed record KerasWeight(string Path, Tensor<float> Value);

/// <summary>
/// A model that Keras saved as HDF5: the configuration is an attribute of the file, and the weights of each layer of the model lie in a group of its name, in the
/// order that the group's attribute <c>weight_names</c> lists. Weights are read as their layer asks for them.
/// </summary>
internal sealed class KerasFile : IDisposable
{
    /// <summary>How many times the file's own size a weight may expand to, beyond <see cref="RatioApplies"/>.</summary>
    private const long RatioLimit = 200;
    private const long RatioApplies = 256L << 20;

    private readonly string path;
    private readonly long size;
    private readonly PureHDF.VOL.Native.NativeFile file;

    private KerasFile(string path)
    {
        this.path = path;
        size = new FileInfo(path).Length;
        file = H5File.OpenRead(path);
    }

    /// <summary>The model's configuration, as JSON.</summary>
    public string Configuration => Guard(() => file.AttributeExists("model_config")
        ? file.Attribute("model_config").Read<string>()
        : throw new ModelFormatException(path, null, "holds weights only (it has no attribute 'model_config'); save the whole model with model.save"));

    /// <summary>The version of Keras that saved the file; empty where it does not say.</summary>
    public string Version => Guard(() => file.AttributeExists("keras_version") ? file.Attribute("keras_version").Read<string>() : string.Empty);

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
            throw new ModelFormatException(path, null, $"is not an HDF5 file that can be read: {OneLine(fault)}", fault);
        }
    }

    /// <summary>The weights of a layer of the model, in order; none where it has no group.</summary>
    /// <param name="layer">The layer's name.</param>
    public IReadOnlyList<KerasWeight> Weights(string layer) => Guard<IReadOnlyList<KerasWeight>>(() =>
    {
        string root = file.LinkExists("model_weights") ? "model_weights/" : string.Empty;
        if (!file.LinkExists(root + layer)) return [];
        IH5Group group = file.Group(root + layer);
        if (!group.AttributeExists("weight_names")) return [];
        IH5Attribute names = group.Attribute("weight_names");
        return names.Space.Dimensions.Aggregate(1UL, (product, extent) => product * extent) == 0 ? [] : [.. names.Read<string[]>().Select(name => Read(group, name.TrimEnd('\0')))];
    });

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private KerasWeight Read(IH5Group group, string name)
    {
        IH5Dataset dataset = group.Dataset(name);
        ulong[] extents = dataset.Space.Dimensions;
        if (extents.Length > Shape.MaximumRank || extents.Any(extent => extent > int.MaxValue)) throw new ModelFormatException(path, null, $"weight '{name}' has the shape {string.Join('×', extents)}; expected up to {Shape.MaximumRank} extents below 2³¹");
        var shape = new Shape([.. extents.Select(extent => (int)extent)]);
        long bytes = (long)shape.Count * sizeof(float);
        if (bytes > RatioApplies && bytes / RatioLimit > size) throw new ModelFormatException(path, null, $"weight '{name}' takes {bytes} bytes in a file of {size}; expected at most {RatioLimit} times its size");
        return new KerasWeight(name, new Tensor<float>(shape, Values(dataset, name)));
    }

    private float[] Values(IH5Dataset dataset, string name)
    {
        if (dataset.Type.Class != H5DataTypeClass.FloatingPoint) throw new ModelFormatException(path, null, $"weight '{name}' holds {dataset.Type.Class}; expected floating point");
        return dataset.Type.Size switch
        {
            2 => [.. dataset.Read<Half[]>().Select(value => (float)value)],
            4 => dataset.Read<float[]>(),
            8 => [.. dataset.Read<double[]>().Select(value => (float)value)],
            int other => throw new ModelFormatException(path, null, $"weight '{name}' has floats of {other} bytes; expected 2, 4 or 8"),
        };
    }

    // The library that reads HDF5 throws exceptions of many kinds at damaged files.
    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is not RefCnnException)
        {
            throw new ModelFormatException(path, null, $"is damaged, or uses what cannot be read of HDF5: {OneLine(fault)}", fault);
        }
    }

    private static string OneLine(Exception fault) => fault.Message.ReplaceLineEndings(" ");
}
