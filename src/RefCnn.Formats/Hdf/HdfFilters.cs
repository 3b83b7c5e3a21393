using System.Buffers.Binary;
using System.IO.Compression;

namespace RefCnn.Formats.Hdf;

/// <summary>What is done to each chunk before it is stored (IV.A.2.l), undone: deflate, shuffle, and Fletcher's checksum.</summary>
internal sealed class HdfFilters
{
    private const int Deflate = 1, Shuffle = 2, Checksum = 3;

    private readonly List<(ushort Kind, uint ElementSize)> filters = [];

    /// <summary>Reads which.</summary>
    /// <param name="message">The message; null where nothing is done.</param>
    /// <exception cref="InvalidDataException">It is damaged, or a filter is not known.</exception>
    public HdfFilters(byte[]? message)
    {
        if (message is null) return;
        const int FirstNamed = 256, Alignment = 8;
        var fields = new HdfFields(message);
        byte version = fields.Byte(), count = fields.Byte();
        if (version is not (1 or 2)) throw new InvalidDataException($"a list of filters has version {version}; expected 1 or 2");
        if (version == 1) fields.Skip(6);
        for (int i = 0; i < count; i++)
        {
            ushort kind = fields.UInt16();
            int nameLength = version == 1 || kind >= FirstNamed ? fields.UInt16() : 0;
            fields.Skip(sizeof(ushort));
            ushort values = fields.UInt16();
            fields.Skip(version == 1 ? (nameLength + Alignment - 1) / Alignment * Alignment : nameLength);
            if (kind is not (Deflate or Shuffle or Checksum)) throw new InvalidDataException($"filter {kind} is not known; expected deflate (1), shuffle (2) or Fletcher's checksum (3)");
            uint first = values > 0 ? fields.UInt32() : 0;
            fields.Skip((Math.Max(0, values - 1) + (version == 1 ? values % 2 : 0)) * sizeof(uint));
            filters.Add((kind, first));
        }
    }

    /// <summary>Whether there are any.</summary>
    public bool IsEmpty => filters.Count == 0;

    /// <summary>Undoes them.</summary>
    /// <param name="stored">A chunk as it is stored.</param>
    /// <param name="skipped">A bit for each filter that was left out for this chunk.</param>
    /// <param name="length">The bytes of a chunk.</param>
    /// <exception cref="InvalidDataException">The chunk is damaged.</exception>
    public byte[] Undo(byte[] stored, uint skipped, int length)
    {
        byte[] bytes = stored;
        for (int i = filters.Count - 1; i >= 0; i--)
        {
            if (i < 32 && (skipped >> i & 1) != 0) continue;
            bytes = filters[i].Kind switch
            {
                Deflate => Inflated(bytes, length + (i * sizeof(uint))),
                Shuffle => Unshuffled(bytes, filters[i].ElementSize),
                _ => Verified(bytes),
            };
        }

        return bytes.Length == length ? bytes : throw new InvalidDataException($"a chunk has {bytes.Length} bytes; expected {length}");
    }

    private static byte[] Inflated(byte[] bytes, int most)
    {
        byte[] inflated = new byte[most];
        using var stream = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
        int length = stream.ReadAtLeast(inflated, most, throwOnEndOfStream: false);
        return length == most ? inflated : inflated[..length];
    }

    // All first bytes of the elements were stored first, then all second ones, and so on; what is left over stays as it is.
    private static byte[] Unshuffled(byte[] bytes, uint size)
    {
        if (size <= 1) return bytes;
        long count = bytes.Length / size;
        byte[] result = [.. bytes];
        for (long i = 0; i < count; i++)
        {
            for (long k = 0; k < size; k++) result[(i * size) + k] = bytes[(k * count) + i];
        }

        return result;
    }

    private static byte[] Verified(byte[] bytes)
    {
        if (bytes.Length < sizeof(uint)) throw new InvalidDataException("a chunk has no room for its checksum");
        byte[] data = bytes[..^sizeof(uint)];
        uint stated = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(data.Length)), actual = Fletcher(data);
        return stated == actual ? data : throw new InvalidDataException($"a chunk has the checksum {actual:x8}; expected {stated:x8}");
    }

    // Two sums modulo 2¹⁶ − 1, of 16-bit numbers with their first byte the most significant; a last byte alone is the upper half of one.
    private static uint Fletcher(byte[] data)
    {
        uint first = 0, second = 0;
        for (int i = 0; i < data.Length; i += 2)
        {
            uint number = (uint)(data[i] << 8 | (i + 1 < data.Length ? data[i + 1] : 0));
            first = Folded(first + number);
            second = Folded(second + first);
        }

        return second << 16 | first;
    }

    private static uint Folded(uint sum) => (sum & 0xFFFF) + (sum >> 16);
}
