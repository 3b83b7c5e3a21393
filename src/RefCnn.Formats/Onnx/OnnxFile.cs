using Google.Protobuf;
using RefCnn.Formats.Onnx.Schema;
using RefCnn.Serialization;

namespace RefCnn.Formats.Onnx;

/// <summary>
/// A model's file, of which the initialisers' raw data stay where they are: weights are most of a model, and so are never in memory twice. All else is taken over byte by
/// byte, and parsed. Source: protobuf.dev, "Encoding".
/// </summary>
internal sealed class OnnxFile
{
    private const int VarintType = 0, Fixed64Type = 1, LengthType = 2, Fixed32Type = 5;

    // Shorter data are as well in memory.
    private const long LeastLength = 1024;

    private readonly string path;
    private readonly FileStream stream;

    private OnnxFile(string path, FileStream stream)
    {
        (this.path, this.stream, Size) = (path, stream, stream.Length);
        Model = ModelProto.Parser.ParseFrom(Copy(stream.Length, Message.Model));
    }

    private enum Message
    {
        Model,
        Graph,
        Tensor,
    }

    /// <summary>The model.</summary>
    public ModelProto Model { get; }

    /// <summary>The file's size in bytes.</summary>
    public long Size { get; }

    /// <summary>Where the raw data of each initialiser lie, in their order; null where the model has them itself.</summary>
    public List<FilePart?> RawData { get; } = [];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">It is damaged.</exception>
    /// <exception cref="InvalidProtocolBufferException">It is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static OnnxFile Read(string path)
    {
        using FileStream stream = InputFile.Open(path);
        return new OnnxFile(path, stream);
    }

    // A message's fields up to its end, without the raw data.
    private byte[] Copy(long end, Message message)
    {
        using var bytes = new MemoryStream();
        while (stream.Position < end)
        {
            ulong tag = Varint(end);
            WriteVarint(bytes, tag);
            if ((tag & 7) == LengthType) CopyLengthDelimited(bytes, end, message, tag >> 3);
            else CopyNumber(bytes, end, (int)(tag & 7));
        }

        return bytes.ToArray();
    }

    private void CopyNumber(MemoryStream bytes, long end, int type)
    {
        if (type == VarintType) WriteVarint(bytes, Varint(end));
        else if (type is Fixed64Type or Fixed32Type) bytes.Write(Bytes(type == Fixed64Type ? 8 : 4, end));
        else throw Damaged();
    }

    private void CopyLengthDelimited(MemoryStream bytes, long end, Message message, ulong field)
    {
        ulong stated = Varint(end);
        if (stated > (ulong)(end - stream.Position)) throw Damaged();
        long length = (long)stated, after = stream.Position + length;
        byte[] content = [];
        if ((message, field) is (Message.Model, ModelProto.GraphFieldNumber)) content = Copy(after, Message.Graph);
        else if ((message, field) is (Message.Graph, GraphProto.InitializerFieldNumber)) content = Initializer(after);
        else if ((message, field) is (Message.Tensor, TensorProto.RawDataFieldNumber) && length >= LeastLength) RawData[^1] = Skip(length);
        else content = Bytes(length, end);
        WriteVarint(bytes, (ulong)content.Length);
        bytes.Write(content);
    }

    private byte[] Initializer(long end)
    {
        RawData.Add(null);
        return Copy(end, Message.Tensor);
    }

    private FilePart Skip(long length)
    {
        var part = new FilePart(path, stream.Position, length);
        stream.Position += length;
        return part;
    }

    private byte[] Bytes(long count, long end)
    {
        if (count > end - stream.Position || count > Array.MaxLength) throw Damaged();
        byte[] bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    // Seven bits a byte, the lowest first; the last has no eighth bit.
    private ulong Varint(long end)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && stream.Position < end; shift += 7)
        {
            int bits = stream.ReadByte();
            value |= (ulong)(bits & 0x7F) << shift;
            if (bits < 0x80) return value;
        }

        throw Damaged();
    }

    private static void WriteVarint(MemoryStream bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7) bytes.WriteByte((byte)(value | 0x80));
        bytes.WriteByte((byte)value);
    }

    private ModelFormatException Damaged() => new(path, null, $"is not an ONNX model, or is damaged at byte {stream.Position}");
}
