using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.Formats.Neutral;

/// <summary>
/// A safetensors file: the length of a header, the header as JSON, and the bytes of all tensors, little-endian and in row-major order
/// (https://github.com/huggingface/safetensors, "Format"). Tensors are read one by one; each lies inside the file and has the bytes that its shape needs.
/// </summary>
internal sealed class SafetensorsFile : IWeights
{
    private const int HeaderLimit = 100_000_000;
    private const int LengthSize = 8;

    private readonly string path;
    private readonly FileStream stream;
    private readonly long dataStart;
    private readonly Dictionary<string, JsonElement> entries = new(StringComparer.Ordinal);

    private SafetensorsFile(string path, FileStream stream)
    {
        this.path = path;
        this.stream = stream;
        byte[] length = Bytes(0, LengthSize, "header length");
        ulong stated = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (stated > HeaderLimit || (long)stated > stream.Length - LengthSize)
            throw Fault($"states a header of {stated} bytes; expected at most {Math.Min(HeaderLimit, stream.Length - LengthSize)}");
        dataStart = LengthSize + (long)stated;
        using var header = JsonDocument.Parse(Bytes(LengthSize, (int)stated, "header"), new JsonDocumentOptions { AllowDuplicateProperties = false });
        if (header.RootElement.ValueKind != JsonValueKind.Object) throw Fault("has a header that is no JSON object");
        foreach (JsonProperty member in header.RootElement.EnumerateObject())
        {
            if (member.Name != "__metadata__") entries.Add(member.Name, member.Value.Clone());
        }
    }

    /// <summary>Whether a file begins as safetensors files do: a length below the format's limit, then a JSON object.</summary>
    /// <param name="head">The first bytes.</param>
    public static bool Recognizes(ReadOnlySpan<byte> head) =>
        head.Length > LengthSize && BinaryPrimitives.ReadUInt64LittleEndian(head) <= HeaderLimit && head[LengthSize] == (byte)'{';

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">It cannot be read, or its header is wrong.</exception>
    public static SafetensorsFile Open(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = InputFile.Open(path);
            return new SafetensorsFile(path, stream);
        }
        catch (Exception fault)
        {
            stream?.Dispose();
            // A name that is no valid UTF-16 is an invalid operation to the parser.
            if (fault is JsonException or InvalidOperationException) throw new ModelFormatException(path, null, $"has a header that is not valid JSON: {fault.Message}", fault);
            if (fault is IOException or UnauthorizedAccessException) throw new ModelFormatException(path, null, $"cannot be read: {fault.Message}", fault);
            throw;
        }
    }

    /// <inheritdoc/>
    public Tensor<float> Read(string name)
    {
        if (!entries.TryGetValue(name, out JsonElement entry)) throw Fault($"has no tensor '{name}'; it has {Weights.Listed(entries.Keys)}");
        string type = Member(entry, name, "dtype", JsonValueKind.String).GetString()!;
        Shape shape = ShapeOf(entry, name);
        long[] offsets = Numbers(Member(entry, name, "data_offsets", JsonValueKind.Array), name);
        int size = type switch { "F64" or "I64" or "U64" => 8, "F32" or "I32" or "U32" => 4, "F16" or "BF16" or "I16" or "U16" => 2, "I8" or "U8" or "BOOL" => 1, _ => 0 };
        if (size == 0) throw Fault($"tensor '{name}' has the type '{type}'; expected BOOL, I8 to I64, U8 to U64, F16, BF16, F32 or F64");
        long bytes = (long)shape.Count * size;
        if (offsets is not [long begin, long end] || begin < 0 || end < begin || end - begin != bytes || end > stream.Length - dataStart || bytes > Array.MaxLength)
            throw Fault($"tensor '{name}' lies at {string.Join(" to ", offsets)}; expected two places inside the file's {stream.Length - dataStart} bytes of data, {bytes} bytes apart for {type} {shape}");
        byte[] data = Bytes(dataStart + begin, (int)bytes, $"tensor '{name}'");
        return type == "BF16" ? new Tensor<float>(shape, Widened(data)) : new NpyArray(ElementOf(type), shape, data).ToSingle();
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private static NpyElement ElementOf(string type) => type switch
    {
        "BOOL" => NpyElement.Boolean,
        "I8" => NpyElement.Int8,
        "I16" => NpyElement.Int16,
        "I32" => NpyElement.Int32,
        "I64" => NpyElement.Int64,
        "U8" => NpyElement.UInt8,
        "U16" => NpyElement.UInt16,
        "U32" => NpyElement.UInt32,
        "U64" => NpyElement.UInt64,
        "F16" => NpyElement.Float16,
        "F32" => NpyElement.Float32,
        _ => NpyElement.Float64,
    };

    // A bfloat16 is the upper half of a float32.
    private static float[] Widened(byte[] data)
    {
        ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(data);
        float[] values = new float[halves.Length];
        for (int i = 0; i < values.Length; i++) values[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
        return values;
    }

    private Shape ShapeOf(JsonElement entry, string name)
    {
        long[] extents = Numbers(Member(entry, name, "shape", JsonValueKind.Array), name);
        if (extents.Any(extent => extent is < 0 or > int.MaxValue)) throw Fault($"tensor '{name}' has an extent that is negative or beyond 2³¹");
        try
        {
            return new Shape([.. extents.Select(extent => (int)extent)]);
        }
        catch (RefCnnException fault) when (fault is not ModelFormatException)
        {
            throw Fault($"tensor '{name}': {fault.Message}", fault);
        }
    }

    private JsonElement Member(JsonElement entry, string tensor, string member, JsonValueKind kind) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(member, out JsonElement value) && value.ValueKind == kind
            ? value
            : throw Fault($"tensor '{tensor}' has no '{member}', or one of another type than {kind}");

    private long[] Numbers(JsonElement array, string tensor) =>
        [.. array.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long number) ? number : throw Fault($"tensor '{tensor}' has {item} among its numbers; expected whole ones"))];

    private byte[] Bytes(long start, int count, string what)
    {
        byte[] bytes = new byte[count];
        stream.Position = start;
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count ? bytes : throw Fault($"ends inside its {what}");
    }

    private ModelFormatException Fault(string reason, Exception? inner = null) => new(path, null, reason, inner);
}
