using System.Numerics;

namespace RefCnn.Formats.Hdf;

/// <summary>A fractal heap (III.G): objects in blocks that double in size, found by a table of blocks, of tables of blocks, and so on.</summary>
internal sealed class HdfHeap
{
    private const int HeaderLength = 142;

    private readonly HdfFile file;
    private readonly int idLength, width, bits, offsetLength, sizeLength, rows;
    private readonly long first, largest, root;

    /// <summary>Reads a heap's header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="address">Its address.</param>
    /// <exception cref="InvalidDataException">It is damaged, or compressed.</exception>
    public HdfHeap(HdfFile file, long address)
    {
        this.file = file;
        var fields = new HdfFields(file.Bytes(address, HeaderLength));
        fields.Begin("FRHP"u8, 0);
        idLength = fields.UInt16();
        if (fields.UInt16() != 0) throw new InvalidDataException("a heap is compressed, which is not read");
        fields.Skip(1);
        uint mostManaged = fields.UInt32();
        fields.Skip(12 * sizeof(long));
        width = fields.UInt16();
        first = fields.Int64();
        largest = fields.Int64();
        bits = fields.UInt16();
        fields.Skip(2);
        root = fields.Int64();
        rows = fields.UInt16();
        if (width == 0 || !BitOperations.IsPow2(first) || !BitOperations.IsPow2(largest) || first > largest || first > long.MaxValue / 4 / width || bits > 63) throw new InvalidDataException($"a heap has {width} blocks of {first} to {largest} bytes in a row");
        offsetLength = (bits + 7) / 8;
        sizeLength = Math.Min((BitOperations.Log2((ulong)largest) + 7) / 8, (BitOperations.Log2(mostManaged) + 7) / 8);
    }

    /// <summary>Reads an object.</summary>
    /// <param name="id">What says where it is.</param>
    /// <exception cref="InvalidDataException">It is damaged, or so large that it is not in a block.</exception>
    public byte[] Read(byte[] id)
    {
        var fields = new HdfFields(id.AsSpan(0, Math.Min(id.Length, idLength)));
        byte kind = fields.Byte();
        if ((kind & 0x30) == 0x20) return fields.Take((kind & 0x0F) + 1).ToArray();
        if ((kind & 0xF0) != 0) throw new InvalidDataException("a link or an attribute is too large for its heap's blocks, which is not read");
        long offset = fields.Number(offsetLength), size = fields.Number(sizeLength);
        return file.Bytes(rows == 0 ? root + offset : Place(root, rows, offset), size);
    }

    // Where in the file a place in the heap lies. Each row has blocks of twice the size of the former but for the second; those beyond the largest block are tables again.
    private long Place(long table, int tableRows, long offset)
    {
        int directRows = BitOperations.Log2((ulong)largest) - BitOperations.Log2((ulong)first) + 2;
        while (true)
        {
            int row = 0;
            long size = first, start = 0;
            while (offset - start >= size * width)
            {
                start += size * width;
                if (row++ > 0) size *= 2;
                if (row >= tableRows || size > long.MaxValue / 4 / width) throw new InvalidDataException($"a heap has no block for what lies at {offset}");
            }

            long column = (offset - start) / size, entry = ((long)row * width) + column;
            var block = new HdfFields(file.Bytes(table + 13 + offsetLength + (entry * sizeof(long)), sizeof(long)));
            offset = (offset - start) % size;
            if (row < directRows) return block.Int64() + offset;
            table = block.Int64();
            tableRows = BitOperations.Log2((ulong)size) - BitOperations.Log2((ulong)(first * width)) + 1;
        }
    }
}
