using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.Formats.Neutral;

/// <summary>Arrays by name.</summary>
internal interface IWeights : IDisposable
{
    /// <summary>Reads an array, rounded to float32 where it is wider.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="RefCnnException">There is none, or it cannot be read; the message names the file.</exception>
    Tensor<float> Read(string name);
}

/// <summary>Opens files of weights.</summary>
internal static class Weights
{
    /// <summary>Opens an .npz archive or a safetensors file, told apart by their first bytes.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RefCnnException">It cannot be read, or is neither.</exception>
    public static IWeights Open(string path)
    {
        byte[] head = FileHead.Read(path, 16);
        if (head.AsSpan().StartsWith("PK"u8)) return new NpzWeights(path, NpzArchive.Open(path));
        if (SafetensorsFile.Recognizes(head)) return SafetensorsFile.Open(path);
        throw new ModelFormatException(path, null, "is no file of weights that can be read; expected an .npz archive or a safetensors file");
    }

    /// <summary>The first names, for the message about one that is absent.</summary>
    /// <param name="names">All names.</param>
    public static string Listed(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? "nothing" : $"'{string.Join("', '", names.Take(5))}'{(names.Count > 5 ? $" and {names.Count - 5} more" : string.Empty)}";

    private sealed class NpzWeights(string path, NpzArchive archive) : IWeights
    {
        public Tensor<float> Read(string name) => archive.Contains(name)
            ? archive.Read(name).ToSingle()
            : throw new ModelFormatException(path, null, $"has no array '{name}'; it has {Listed(archive.Names)}");

        public void Dispose() => archive.Dispose();
    }
}
