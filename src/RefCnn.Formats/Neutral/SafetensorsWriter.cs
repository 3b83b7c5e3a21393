using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using RefCnn.Serialization;

namespace RefCnn.Formats.Neutral;

/// <summary>Writes float32 tensors as safetensors: the header's length, the header, the tensors one after the other. The same tensors give the same bytes.</summary>
internal static class SafetensorsWriter
{
    // The header is filled up with spaces, so that the tensors begin at a multiple of 8, as the format's own writer has it.
    private const int Alignment = 8;

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Float32 tensors by name.</param>
    /// <exception cref="Core.RefCnnException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<KeyValuePair<string, NpyArray>> tensors)
    {
        byte[] header = Header(tensors);
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(length);
            stream.Write(header);
            foreach ((_, NpyArray tensor) in tensors) stream.Write(tensor.Data);
        });
    }

    private static byte[] Header(IReadOnlyList<KeyValuePair<string, NpyArray>> tensors)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            long offset = 0;
            foreach ((string name, NpyArray tensor) in tensors)
            {
                writer.WriteStartObject(name);
                writer.WriteString("dtype", "F32");
                writer.WriteStartArray("shape");
                foreach (int extent in tensor.Shape.Extents) writer.WriteNumberValue(extent);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(offset);
                writer.WriteNumberValue(offset += tensor.Data.Length);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        int padded = (bytes.WrittenCount + Alignment - 1) / Alignment * Alignment;
        byte[] header = new byte[padded];
        header.AsSpan().Fill((byte)' ');
        bytes.WrittenSpan.CopyTo(header);
        return header;
    }
}
