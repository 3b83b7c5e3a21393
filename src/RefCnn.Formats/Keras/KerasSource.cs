using System.Buffers.Binary;
using System.Runtime.InteropServices;
using RefCnn.Core;
using RefCnn.Formats.Hdf;
using RefCnn.Serialization;

namespace RefCnn.Formats.Keras;

/// <summary>A stored weight.</summary>
/// <param name="Path">Its name as Keras lists it, e.g. <c>conv2d_1/kernel:0</c>.</param>
/// <param name="Value">Its values, in Keras's layout.</param>
internal sealed record KerasWeight(string Path, Tensor<float> Value);

/// <summary>A saved model: its configuration, and the weights of its layers in HDF5, which are read as their layer asks for them.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="size">Its size in bytes.</param>
internal abstract class KerasSource(string path, long size) : IDisposable
{
    private long expanded;

    /// <summary>The model's configuration, as JSON.</summary>
    public abstract string Configuration { get; }

    /// <summary>The version of Keras that saved the file; empty where it does not say.</summary>
    public abstract string Version { get; }

    /// <summary>The file, for messages.</summary>
    protected string Path => path;

    /// <summary>The weights of a layer, in order; none where it has none.</summary>
    /// <param name="layers">The layer's name, after those of the models that it lies in, outermost first.</param>
    public abstract IReadOnlyList<KerasWeight> Weights(IReadOnlyList<string> layers);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    /// <param name="disposing">Always true.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>Reads a dataset, which must be one of floats and of a credible size.</summary>
    /// <param name="group">The group that it lies in.</param>
    /// <param name="location">Its path in the group.</param>
    /// <param name="name">What to call it.</param>
    protected KerasWeight Read(HdfObject group, string location, string name)
    {
        HdfDataset dataset = (group.Find(location) ?? throw new InvalidDataException($"weight '{name}' is not there")).Dataset();
        long[] extents = dataset.Extents;
        if (extents.Length > Shape.MaximumRank || extents.Any(extent => extent is < 0 or > int.MaxValue)) throw new ModelFormatException(path, null, $"weight '{name}' has the shape {string.Join('×', extents.Select(extent => (ulong)extent))}; expected up to {Shape.MaximumRank} extents below 2³¹");
        NpyElement element = Element(dataset.Type, name);
        var shape = new Shape([.. extents.Select(extent => (int)extent)]);
        long bytes = (long)shape.Count * dataset.Type.Size;
        if (bytes > Array.MaxLength) throw new ModelFormatException(path, null, $"weight '{name}' has {bytes} bytes; expected at most {Array.MaxLength}");
        Limits.Current.DemandExpansion(expanded += bytes, size, $"{path}: the weights up to '{name}' take");
        byte[] data = dataset.Read((int)bytes);
        if (dataset.Type.IsBigEndian) Turn(data, element);
        return new KerasWeight(name, new NpyArray(element, shape, data).ToSingle());
    }

    /// <summary>Reads, and names the file where what is read is damaged.</summary>
    /// <param name="read">What to read.</param>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <exception cref="ModelFormatException">It fails.</exception>
    protected T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is not RefCnnException)
        {
            throw new ModelFormatException(path, null, $"is damaged, or uses what cannot be read of HDF5: {fault.Message.ReplaceLineEndings(" ")}", fault);
        }
    }

    private static void Turn(Span<byte> data, NpyElement element)
    {
        if (element == NpyElement.Float16) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(data), MemoryMarshal.Cast<byte, ushort>(data));
        if (element == NpyElement.Float32) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(data), MemoryMarshal.Cast<byte, uint>(data));
        if (element == NpyElement.Float64) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(data), MemoryMarshal.Cast<byte, ulong>(data));
    }

    private NpyElement Element(HdfType type, string name)
    {
        if (type.Kind != HdfKind.Float) throw new ModelFormatException(path, null, $"weight '{name}' holds {type.Kind}; expected floating point of IEEE 754");
        return type.Size switch
        {
            2 => NpyElement.Float16,
            4 => NpyElement.Float32,
            8 => NpyElement.Float64,
            uint other => throw new ModelFormatException(path, null, $"weight '{name}' has floats of {other} bytes; expected 2, 4 or 8"),
        };
    }
}
