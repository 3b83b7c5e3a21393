using System.Runtime.CompilerServices;
using PureHDF;
using PureHDF.VOL.Native;
using RefCnn.Core;

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

    /// <summary>Opens HDF5.</summary>
    /// <param name="content">Its bytes.</param>
    /// <exception cref="ModelFormatException">This program was compiled ahead of time: the library makes code as it reads.</exception>
    protected NativeFile OpenHdf(Stream content)
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            content.Dispose();
            throw new ModelFormatException(path, null, "is HDF5, or has it inside, which a program that is compiled ahead of time cannot read; convert the model with the tool that runs on .NET, to ONNX or a network file");
        }

        var stream = new HdfStream(content);
        try
        {
            return H5File.Open(stream, leaveOpen: false);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads a dataset, which must be one of floats and of a credible size.</summary>
    /// <param name="group">The group that it lies in.</param>
    /// <param name="location">Its path in the group.</param>
    /// <param name="name">What to call it.</param>
    protected KerasWeight Read(IH5Group group, string location, string name)
    {
        IH5Dataset dataset = group.Dataset(location);
        ulong[] extents = dataset.Space.Dimensions;
        if (extents.Length > Shape.MaximumRank || extents.Any(extent => extent > int.MaxValue)) throw new ModelFormatException(path, null, $"weight '{name}' has the shape {string.Join('×', extents)}; expected up to {Shape.MaximumRank} extents below 2³¹");
        var shape = new Shape([.. extents.Select(extent => (int)extent)]);
        Limits.Current.DemandExpansion((long)shape.Count * sizeof(float), size, $"{path}: weight '{name}' takes");
        return new KerasWeight(name, new Tensor<float>(shape, Values(dataset, name)));
    }

    /// <summary>Runs the library that reads HDF5, which throws exceptions of many kinds at damaged files.</summary>
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
}
