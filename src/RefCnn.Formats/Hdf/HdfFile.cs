namespace RefCnn.Formats.Hdf;

/// <summary>
/// An HDF5 file (HDF5 File Format Specification 3.0), as far as Keras writes them: superblocks, object headers and groups of all versions, attributes of texts, and datasets of floats. It follows what a file
/// says, and trusts none of it: every length is seen to lie inside the file before memory is asked for, whatever can go on is remembered where it has been, and all reads together have a budget.
/// </summary>
internal sealed class HdfFile : IDisposable
{
    // Structures are read anew at each look-up, and a layer's group is looked up a few times: far less than this.
    private const long LeastBudget = 16L << 20;
    private const int MostTimes = 64;
    private const int SuperblockLength = 96;

    private readonly Stream content;
    private readonly Dictionary<long, HdfObject> objects = [];
    private readonly Dictionary<long, (byte[] Bytes, Dictionary<uint, Range> Objects)> collections = [];
    private long budget;

    private HdfFile(Stream content, string path)
    {
        this.content = content;
        Path = path;
        budget = LeastBudget + (content.Length * MostTimes);
        Root = Object(RootAddress(Bytes(0, Math.Min(SuperblockLength, content.Length))));
    }

    /// <summary>The outermost group.</summary>
    public HdfObject Root { get; }

    /// <summary>The file's name, for messages.</summary>
    public string Path { get; }

    /// <summary>The file's bytes.</summary>
    public long Length => content.Length;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Whether a file begins as HDF5 files do.</summary>
    /// <param name="head">The first bytes.</param>
    public static bool Recognizes(ReadOnlySpan<byte> head) => head.StartsWith(Signature);

    /// <summary>Opens a file.</summary>
    /// <param name="content">Its bytes; disposed of with the file, or at a failure.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="InvalidDataException">It is no HDF5 file, or damaged.</exception>
    public static HdfFile Open(Stream content, string path)
    {
        try
        {
            return new HdfFile(content, path);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>Reads bytes.</summary>
    /// <param name="address">Where.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="InvalidDataException">They do not lie inside the file, or more is read than any sound file needs.</exception>
    public byte[] Bytes(long address, long count)
    {
        if (address < 0 || count < 0 || address > content.Length - count || count > Array.MaxLength) throw new InvalidDataException($"{(ulong)count} bytes at {(ulong)address} are asked for; it has {content.Length}");
        budget -= count;
        if (budget < 0) throw new InvalidDataException("its structures point at each other in a circle, or at the same bytes again and again");
        byte[] bytes = new byte[count];
        content.Position = address;
        content.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The object of a header. It is read once.</summary>
    /// <param name="address">The header's address.</param>
    public HdfObject Object(long address)
    {
        if (!objects.TryGetValue(address, out HdfObject? found)) objects[address] = found = new HdfObject(this, address);
        return found;
    }

    /// <summary>A text of variable length: an object of a global heap collection (III.E).</summary>
    /// <param name="collection">The collection's address.</param>
    /// <param name="index">The object's number.</param>
    /// <exception cref="InvalidDataException">The collection is damaged, or has no such object.</exception>
    public ReadOnlySpan<byte> Variable(long collection, uint index)
    {
        if (!collections.TryGetValue(collection, out (byte[] Bytes, Dictionary<uint, Range> Objects) found)) collections[collection] = found = Collection(collection);
        return found.Objects.TryGetValue(index, out Range place) ? found.Bytes.AsSpan(place) : throw new InvalidDataException($"a heap has no object {index}");
    }

    /// <inheritdoc/>
    public void Dispose() => content.Dispose();

    private (byte[] Bytes, Dictionary<uint, Range> Objects) Collection(long address)
    {
        const int HeaderLength = 16, Alignment = 8;
        var header = new HdfFields(Bytes(address, HeaderLength));
        header.Begin("GCOL"u8, 1);
        header.Skip(3);
        byte[] bytes = Bytes(address, header.Int64());
        var objects = new Dictionary<uint, Range>();
        var fields = new HdfFields(bytes);
        fields.Skip(HeaderLength);
        while (fields.Left >= HeaderLength)
        {
            ushort number = fields.UInt16();
            fields.Skip(6);
            long size = fields.Int64();
            if (number == 0) break;
            if (size < 0 || size > fields.Left) throw new InvalidDataException($"an object of a heap has {(ulong)size} bytes, more than the heap");
            int start = bytes.Length - fields.Left;
            objects[number] = start..(start + (int)size);
            fields.Skip((int)Math.Min(fields.Left, (size + Alignment - 1) / Alignment * Alignment));
        }

        return (bytes, objects);
    }

    // II.A. Versions 0 and 1 have more fields before the addresses (1 has four bytes more), and the root group's entry after them; from version 2 on the root group's header is named itself.
    private long RootAddress(byte[] superblock)
    {
        var fields = new HdfFields(superblock);
        if (!fields.Take(Signature.Length).SequenceEqual(Signature)) throw new InvalidDataException("it does not begin as HDF5 files do");
        byte version = fields.Byte();
        if (version > 3) throw new InvalidDataException($"its superblock has version {version}; expected 0 to 3");
        if (version < 2) fields.Skip(4);
        byte addressLength = fields.Byte(), lengthLength = fields.Byte();
        if (addressLength != sizeof(long) || lengthLength != sizeof(long)) throw new InvalidDataException($"its addresses have {addressLength} bytes and its lengths {lengthLength}; expected {sizeof(long)}");
        fields.Skip(version switch { 0 => 9, 1 => 13, _ => 1 });
        long start = fields.Int64();
        if (start != 0) throw new InvalidDataException($"its addresses begin at {(ulong)start}; expected 0");
        fields.Skip(sizeof(long));
        ulong end = (ulong)fields.Int64();

        // Data that lie beyond the end may belong to weights, or to nothing that is read; the file is not what was saved in either case.
        if (end > (ulong)Length) throw new ModelFormatException(Path, null, $"ends early: it has {Length} bytes of the {end} that it states; copy it again");
        if (version < 2) fields.Skip(2 * sizeof(long));
        return fields.Int64();
    }
}
