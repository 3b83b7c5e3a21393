using System.Text.Json;
using RefCnn.Core;

namespace RefCnn.Formats.Keras;

/// <summary>Imports models that Keras 1, Keras 2, tf.keras or Keras 3 saved as HDF5 or as a .keras archive.</summary>
internal static class KerasImporter
{
    /// <summary>Whether a file begins as one of Keras does.</summary>
    /// <param name="head">The first bytes.</param>
    public static bool Recognizes(ReadOnlySpan<byte> head) => KerasFile.Recognizes(head) || KerasArchive.Recognizes(head);

    /// <summary>Imports a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Shapes of inputs.</param>
    /// <exception cref="ModelFormatException">The file cannot be read, or has something that cannot be imported.</exception>
    public static ImportedModel Load(string path, ImportOptions options)
    {
        if (options.WeightsPath is not null) throw new ModelFormatException(path, null, "a Keras model has its weights in itself; leave out --weights");
        using KerasSource file = Open(path);
        string version = file.Version;
        int major = version.Length > 0 && char.IsAsciiDigit(version[0]) ? version[0] - '0' : 2;
        try
        {
            using var document = JsonDocument.Parse(file.Configuration, new JsonDocumentOptions { MaxDepth = Limits.Current.Nesting });
            var graph = new KerasGraph(path, major, new NetworkBuilder(Path.GetFileNameWithoutExtension(path))) { IsTheano = file is KerasUpgradedSource { IsTheano: true } };
            if (graph.IsTheano) graph.Notes.Add("Keras 1 saved the model with Theano (names of weights do not end in ':0'); kernels are turned by 180 degrees");
            return KerasModel.Import(document.RootElement, file, graph, new InputShapes(path, options));
        }
        catch (JsonException fault)
        {
            throw new ModelFormatException(path, null, $"has a configuration that is not valid JSON: {fault.Message}", fault);
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException)
        {
            throw new ModelFormatException(path, null, $"has a configuration that does not describe a model: {fault.Message}", fault);
        }
        catch (NetworkException fault)
        {
            throw new ModelFormatException(path, null, fault.Message, fault);
        }
    }

    private static KerasSource Open(string path)
    {
        KerasSource file = IsArchive(path) ? KerasArchive.Open(path) : KerasFile.Open(path);
        try
        {
            return KerasUpgrade.Applies(file.Version, file.Configuration) ? new KerasUpgradedSource(file, path) : file;
        }
        catch (Exception fault)
        {
            file.Dispose();
            if (fault is JsonException) throw new ModelFormatException(path, null, $"has a configuration that is not valid JSON: {fault.Message}", fault);
            if (fault is InvalidOperationException or ArgumentException) throw new ModelFormatException(path, null, $"has a configuration that does not describe a model: {fault.Message}", fault);
            throw;
        }
    }

    private static bool IsArchive(string path) => FileHead.Read(path, 2).AsSpan().SequenceEqual("PK"u8);
}
