using System.Buffers.Binary;
using RefCnn.CoreML.Emit;

namespace RefCnn.CoreML.Reading;

/// <summary>A package's weight.bin.</summary>
/// <param name="content">The file's bytes.</param>
internal sealed class BlobFileReader(ReadOnlyMemory<byte> content)
{
    private const int HeaderLength = 64;

    /// <summary>The bytes of one blob.</summary>
    /// <param name="offset">Where its description is.</param>
    /// <param name="type">How the file numbers its element type: 1 is float16, 2 float32, 3 uint8, 4 int8.</param>
    public ReadOnlySpan<byte> Read(ulong offset, out uint type)
    {
        ReadOnlySpan<byte> file = content.Span;
        if (file.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) != 2)
            throw new CoreMlException("weight.bin is missing, or not of version 2");
        if (offset % HeaderLength != 0 || offset < HeaderLength || offset > (ulong)(file.Length - HeaderLength))
            throw new CoreMlException($"a blob is described at {offset} of a weight.bin of {file.Length} bytes; expected a multiple of {HeaderLength} inside it");
        ReadOnlySpan<byte> description = file[(int)offset..];
        if (BinaryPrimitives.ReadUInt32LittleEndian(description) != BlobFileWriter.Sentinel)
            throw new CoreMlException($"weight.bin has no blob at {offset}: the mark of one is missing");
        type = BinaryPrimitives.ReadUInt32LittleEndian(description[4..]);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(description[8..]), start = BinaryPrimitives.ReadUInt64LittleEndian(description[16..]);
        if (start > (ulong)file.Length || length > (ulong)file.Length - start)
            throw new CoreMlException($"the blob at {offset} has {length} bytes from {start}, beyond the {file.Length} bytes of weight.bin");
        return file.Slice((int)start, (int)length);
    }
}
