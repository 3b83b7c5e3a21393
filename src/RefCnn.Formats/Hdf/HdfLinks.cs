using System.Text;

namespace RefCnn.Formats.Hdf;

/// <summary>
/// The links of a group, by name: in a symbol table (III.A to III.D), in messages of the header, or, where they are many, in a heap (IV.A.2.c). Links to names and to other files are not followed.
/// </summary>
internal static class HdfLinks
{
    private const int EntryLength = 40, SoftLink = 2;

    /// <summary>Reads them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="messages">The group's header.</param>
    public static Dictionary<string, long> Read(HdfFile file, IReadOnlyList<HdfMessage> messages)
    {
        var links = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (HdfMessage message in messages)
        {
            if (message.Type == HdfMessageType.SymbolTable) AddTable(links, file, message.Body);
            if (message.Type == HdfMessageType.Link) Add(links, message.Body);
            if (message.Type != HdfMessageType.LinkInfo) continue;
            foreach (byte[] link in HdfDense.Read(file, message.Body, sizeof(long))) Add(links, link);
        }

        return links;
    }

    private static void Add(Dictionary<string, long> links, byte[] message)
    {
        var fields = new HdfFields(message);
        HdfFields.Demand("link", fields.Byte(), 1);
        byte flags = fields.Byte();
        int kind = (flags & 8) != 0 ? fields.Byte() : 0;
        fields.Skip(((flags & 4) != 0 ? sizeof(long) : 0) + ((flags & 16) != 0 ? 1 : 0));
        long length = fields.Number(1 << (flags & 3));
        if (length < 0) throw new InvalidDataException("a link has a name of more than 2⁶³ bytes");
        string name = Encoding.UTF8.GetString(fields.Take(length));
        if (kind == 0) links[name] = fields.Int64();
    }

    private static void AddTable(Dictionary<string, long> links, HdfFile file, byte[] message)
    {
        var fields = new HdfFields(message);
        long tree = fields.Int64();
        var header = new HdfFields(file.Bytes(fields.Int64(), 32));
        header.Begin("HEAP"u8, 0);
        header.Skip(3);
        long length = header.Int64();
        header.Skip(sizeof(long));
        byte[] names = file.Bytes(header.Int64(), length);
        foreach ((_, long address) in HdfTree.Read(file, tree, HdfTree.GroupNode, sizeof(long))) AddLeaf(links, file, address, names);
    }

    private static void AddLeaf(Dictionary<string, long> links, HdfFile file, long address, byte[] names)
    {
        var node = new HdfFields(file.Bytes(address, 8));
        node.Begin("SNOD"u8, 1);
        node.Skip(1);
        int count = node.UInt16();
        var entries = new HdfFields(file.Bytes(address + 8, count * EntryLength));
        for (int i = 0; i < count; i++)
        {
            long name = entries.Int64(), target = entries.Int64();
            uint kind = entries.UInt32();
            entries.Skip(20);
            if (name < 0 || name >= names.Length) throw new InvalidDataException($"a name of a group lies at {(ulong)name} of {names.Length}");
            ReadOnlySpan<byte> text = names.AsSpan((int)name);
            int end = text.IndexOf((byte)0);
            if (kind != SoftLink) links[Encoding.UTF8.GetString(end < 0 ? text : text[..end])] = target;
        }
    }
}
