using RefCnn.Core;

namespace RefCnn.Formats.Hdf;

/// <summary>A dataset (IV.A.2.i): its values lie in its header, in one piece, or in chunks.</summary>
internal sealed class HdfDataset
{
    private const int Compact = 0, Contiguous = 1, Chunked = 2, SingleChunk = 1;

    // With checksums beside them they fit into an array.
    private const int MostBytes = 1 << 30;

    private readonly HdfFile file;
    private readonly byte[] layout;
    private readonly HdfFilters filters;

    /// <summary>Reads what it is.</summary>
    /// <param name="file">The file.</param>
    /// <param name="space">The message of its extents.</param>
    /// <param name="type">The message of its elements.</param>
    /// <param name="layout">The message of where they are.</param>
    /// <param name="filters">The message of what is done to chunks, or null.</param>
    public HdfDataset(HdfFile file, byte[] space, byte[] type, byte[] layout, byte[]? filters)
    {
        this.file = file;
        this.layout = layout;
        this.filters = new HdfFilters(filters);
        Extents = HdfSpace.Of(space);
        Type = HdfType.Of(type);
    }

    /// <summary>Its extents.</summary>
    public long[] Extents { get; }

    /// <summary>Its elements.</summary>
    public HdfType Type { get; }

    /// <summary>Reads its values, in row-major order.</summary>
    /// <param name="count">How many bytes they have, which is within the limits.</param>
    /// <exception cref="InvalidDataException">They are damaged, not there, or stored as is not known.</exception>
    public byte[] Read(int count)
    {
        var fields = new HdfFields(layout);
        byte version = fields.Byte();
        if (version is not (3 or 4)) throw new InvalidDataException($"a layout has version {version}; expected 3 or 4");
        byte kind = fields.Byte();
        if (kind == Chunked) return Chunks(count, version == 3 ? Third(ref fields) : Fourth(ref fields));
        if (kind == Compact)
        {
            ushort length = fields.UInt16();
            return length == count ? fields.Take(length).ToArray() : throw Damaged($"{length} bytes in its header; expected {count}");
        }

        if (kind != Contiguous) throw new InvalidDataException($"values are stored in the way {kind}; expected {Compact} to {Chunked}");
        return count == 0 ? [] : file.Bytes(fields.Int64(), count);
    }

    private static InvalidDataException Damaged(string what) => new($"a dataset has {what}");

    private (long[] Extents, IEnumerable<Chunk> Chunks) Third(ref HdfFields fields)
    {
        int rank = Rank(fields.Byte());
        long tree = fields.Int64();
        long[] extents = new long[rank];
        for (int i = 0; i < rank; i++) extents[i] = fields.UInt32();
        return (extents, HdfTree.Read(file, tree, HdfTree.ChunkNode, 8 + ((rank + 1) * sizeof(long))).Select(entry => Keyed(entry.Key, entry.Address, rank)));
    }

    private static Chunk Keyed(byte[] key, long address, int rank)
    {
        var fields = new HdfFields(key);
        uint length = fields.UInt32(), skipped = fields.UInt32();
        long[] place = new long[rank];
        for (int i = 0; i < rank; i++) place[i] = fields.Int64();
        return new Chunk(place, address, length, skipped);
    }

    private (long[] Extents, IEnumerable<Chunk> Chunks) Fourth(ref HdfFields fields)
    {
        bool isFiltered = (fields.Byte() & 2) != 0;
        int rank = Rank(fields.Byte());
        byte size = fields.Byte();
        if (size is 0 or > sizeof(long)) throw Damaged($"extents of {size} bytes");
        long[] extents = new long[rank];
        for (int i = 0; i < rank; i++) extents[i] = fields.Number(size);
        fields.Skip(size);
        byte index = fields.Byte();
        if (index != SingleChunk) throw new InvalidDataException($"chunks are found in the way {index}, which is not read; write the file without libver='latest', or without chunks");
        long? length = isFiltered ? fields.Int64() : null;
        uint skipped = isFiltered ? fields.UInt32() : 0;
        return (extents, [new Chunk(new long[rank], fields.Int64(), length, skipped)]);
    }

    private int Rank(byte stated) => stated == Extents.Length + 1 && stated > 1 ? Extents.Length : throw Damaged($"chunks of {stated - 1} dimensions; expected {Extents.Length}");

    private byte[] Chunks(int count, (long[] Extents, IEnumerable<Chunk> Chunks) layout)
    {
        long[] chunk = layout.Extents;
        if (chunk.Any(extent => extent < 1)) throw Damaged($"chunks of the shape {string.Join('×', chunk)}");
        long bytes = HdfSpace.Product(chunk.Append(Type.Size), "a chunk"), number = HdfSpace.Product(chunk.Zip(Extents, (size, extent) => (extent + size - 1) / size), "the number of chunks");
        if (bytes > MostBytes) throw Damaged($"chunks of {bytes} bytes; expected at most {MostBytes}");
        Limits.Current.DemandExpansion(bytes * number, file.Length, $"{file.Path}: the chunks of a dataset take");

        byte[] whole = new byte[count];
        var places = new HashSet<string>();
        foreach (Chunk found in layout.Chunks)
        {
            if (found.Place.Zip(chunk, Extents).Any(axis => axis.First < 0 || axis.First >= axis.Third || axis.First % axis.Second != 0) || !places.Add(string.Join(',', found.Place))) throw Damaged($"a chunk at {string.Join(',', found.Place)}, where none belongs");
            byte[] stored = file.Bytes(found.Address, filters.IsEmpty ? bytes : found.Length ?? bytes);
            Lay(filters.Undo(stored, found.Skipped, (int)bytes), found.Place, chunk, whole);
        }

        return places.Count == number ? whole : throw Damaged($"{places.Count} chunks of {number}");
    }

    // Row by row, as far as the chunk lies inside the dataset.
    private void Lay(byte[] values, long[] place, long[] chunk, byte[] whole)
    {
        int last = chunk.Length - 1, row = (int)(chunk[last] * Type.Size), used = (int)(Math.Min(chunk[last], Extents[last] - place[last]) * Type.Size);
        for (int start = 0, number = 0; start < values.Length; start += row, number++)
        {
            long rest = number, position = place[last], stride = Extents[last];
            bool isInside = true;
            for (int axis = last - 1; axis >= 0; axis--)
            {
                long index = place[axis] + (rest % chunk[axis]);
                rest /= chunk[axis];
                isInside &= index < Extents[axis];
                position += index * stride;
                stride *= Extents[axis];
            }

            if (isInside) values.AsSpan(start, used).CopyTo(whole.AsSpan((int)(position * Type.Size)));
        }
    }

    private sealed record Chunk(long[] Place, long Address, long? Length, uint Skipped);
}
