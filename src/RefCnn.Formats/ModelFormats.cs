using RefCnn.Formats.Onnx;

namespace RefCnn.Formats;

/// <summary>The model formats that can be imported: one line each.</summary>
public static class ModelFormats
{
    private static readonly ModelFormat[] Table =
    [
        new("ONNX", [".onnx"], OnnxImporter.Recognizes, OnnxImporter.Load),
    ];

    private delegate bool ContentTest(ReadOnlySpan<byte> head);

    /// <summary>Imports a model, whose format its extension tells, or else its first bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Shapes and values of inputs, and where the weights are.</param>
    /// <exception cref="ModelFormatException">The file cannot be read, or has something that cannot be imported.</exception>
    public static ImportedModel Load(string path, ImportOptions options)
    {
        if (!File.Exists(path)) throw new ModelFormatException(path, null, "there is no such file");
        string extension = Path.GetExtension(path);
        ModelFormat? format = Array.Find(Table, entry => entry.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase));
        format ??= Recognize(path);
        return format is null
            ? throw new ModelFormatException(path, null, $"is in no known format; supported are {string.Join(", ", Table.Select(entry => entry.Description))}")
            : format.Load(path, options);
    }

    private static ModelFormat? Recognize(string path)
    {
        byte[] head = new byte[64];
        try
        {
            using FileStream stream = File.OpenRead(path);
            int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return Array.Find(Table, entry => entry.Recognizes(head.AsSpan(0, length)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, null, $"cannot be read: {fault.Message}", fault);
        }
    }

    private sealed record ModelFormat(string Name, string[] Extensions, ContentTest Recognizes, Func<string, ImportOptions, ImportedModel> Load)
    {
        public string Description => $"{Name} ({string.Join(", ", Extensions)})";
    }
}
