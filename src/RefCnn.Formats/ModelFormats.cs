using RefCnn.Core;
using RefCnn.Formats.Caffe;
using RefCnn.Formats.Keras;
using RefCnn.Formats.Neutral;
using RefCnn.Formats.Onnx;
using RefCnn.Formats.Torch7;

namespace RefCnn.Formats;

/// <summary>The model formats that can be imported: one line each.</summary>
public static class ModelFormats
{
    private const int HeadLength = 512;

    private static readonly ModelFormat[] Table =
    [
        new("ONNX", [".onnx"], OnnxImporter.Recognizes, OnnxImporter.Load),
        new("Caffe", [".prototxt"], CaffeImporter.Recognizes, CaffeImporter.Load),
        new("Keras", [".h5", ".hdf5", ".keras"], KerasImporter.Recognizes, KerasImporter.Load),
        new("Torch7", [".t7"], TorchReader.Recognizes, TorchImporter.Load),
        new("network file", [".json"], NetworkFile.Recognizes, NetworkFile.Import),
        Refused("weights without a topology", [".npz", ".safetensors"], IsWeights, "holds weights only; give a network.json that names them as --model, and this file as --weights (docs/formats/network.md)"),
        Refused("Caffe's weights", [".caffemodel"], CaffeWeights.Recognizes, "holds Caffe's weights; give the prototxt as --model, and this file as --weights"),
        Refused("pickled Python objects", [".pth", ".pt", ".pkl"], IsPickle, "is a pickle, which could run code when read; export the model as ONNX, or its weights as safetensors beside a network.json"),
    ];

    private delegate bool ContentTest(ReadOnlySpan<byte> head);

    /// <summary>The extensions of the formats that can be imported.</summary>
    public static IEnumerable<string> Extensions => Table.Where(entry => entry.IsSupported).SelectMany(entry => entry.Extensions);

    /// <summary>Imports a model, whose format its extension tells, or else its first bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Shapes and values of inputs, and where the weights are.</param>
    /// <exception cref="ModelFormatException">The file cannot be read, or has something that cannot be imported.</exception>
    public static ImportedModel Load(string path, ImportOptions options)
    {
        if (Directory.Exists(path)) throw new ModelFormatException(path, null, FolderAdvice(path));
        if (!File.Exists(path)) throw new ModelFormatException(path, null, "there is no such file");
        Limits.Current.Demand("file-bytes", new FileInfo(path).Length, $"{path}: has", "bytes");
        string extension = Path.GetExtension(path);
        ModelFormat? format = Array.Find(Table, entry => entry.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase));
        format ??= Recognize(path);
        return format is null
            ? throw new ModelFormatException(path, null, $"is in no known format; supported are {string.Join(", ", Table.Where(entry => entry.IsSupported).Select(entry => entry.Description))}")
            : Load(format, path, options);
    }

    // What a layer or a shape says of itself has no file in it yet.
    private static ImportedModel Load(ModelFormat format, string path, ImportOptions options)
    {
        try
        {
            return format.Load(path, options);
        }
        catch (RefCnnException fault) when (fault is not ModelFormatException)
        {
            throw fault.Message.StartsWith(path, StringComparison.Ordinal) ? new ModelFormatException(path, null, fault.Message[path.Length..].TrimStart(':', ' '), fault) : new ModelFormatException(path, null, fault.Message, fault);
        }
    }

    private static string FolderAdvice(string path) => File.Exists(Path.Combine(path, "saved_model.pb"))
        ? "is a SavedModel, which holds a graph of TensorFlow; save the model with model.save(\"model.keras\")"
        : "is a folder; expected a model's file";

    private static ModelFormat? Recognize(string path)
    {
        byte[] head = FileHead.Read(path, HeadLength);
        return Array.Find(Table, entry => entry.Recognizes(head));
    }

    private static ModelFormat Refused(string name, string[] extensions, ContentTest recognizes, string reason) =>
        new(name, extensions, recognizes, (path, _) => throw new ModelFormatException(path, null, reason)) { IsSupported = false };

    private static bool IsWeights(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8) || SafetensorsFile.Recognizes(head);

    // Protocol 2 and up begin with PROTO and their number.
    private static bool IsPickle(ReadOnlySpan<byte> head) => head is [0x80, >= 2 and <= 5, ..];

    private sealed record ModelFormat(string Name, string[] Extensions, ContentTest Recognizes, Func<string, ImportOptions, ImportedModel> Load)
    {
        public bool IsSupported { get; init; } = true;

        public string Description => $"{Name} ({string.Join(", ", Extensions)})";
    }
}
