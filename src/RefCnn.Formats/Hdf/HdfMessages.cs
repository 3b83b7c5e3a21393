namespace RefCnn.Formats.Hdf;

/// <summary>A message of an object's header.</summary>
/// <param name="Type">What it is about.</param>
/// <param name="IsShared">Whether it only says where the message is.</param>
/// <param name="Body">Its bytes.</param>
internal readonly record struct HdfMessage(HdfMessageType Type, bool IsShared, byte[] Body);

/// <summary>What the messages that are read are about (IV.A.2).</summary>
internal enum HdfMessageType
{
    /// <summary>The extents of a dataset.</summary>
    Dataspace = 1,

    /// <summary>Where many links are.</summary>
    LinkInfo = 2,

    /// <summary>The elements of a dataset.</summary>
    Datatype = 3,

    /// <summary>A link to another object.</summary>
    Link = 6,

    /// <summary>Where a dataset's values are.</summary>
    Layout = 8,

    /// <summary>How chunks are compressed.</summary>
    Filters = 11,

    /// <summary>An attribute.</summary>
    Attribute = 12,

    /// <summary>Where the header goes on.</summary>
    Continuation = 16,

    /// <summary>Where the links of a group of the older kind are.</summary>
    SymbolTable = 17,

    /// <summary>Where many attributes are.</summary>
    AttributeInfo = 21,
}

/// <summary>The messages of an object's header, in blocks that may lie anywhere (IV.A.1).</summary>
internal static class HdfMessages
{
    private const int FirstHeaderLength = 16, SecondHeaderLength = 6, SecondHeaderMost = 34, ChecksumLength = 4;

    /// <summary>Reads them all.</summary>
    /// <param name="file">The file.</param>
    /// <param name="address">The header's address.</param>
    /// <exception cref="InvalidDataException">The header is damaged.</exception>
    public static IReadOnlyList<HdfMessage> Read(HdfFile file, long address)
    {
        var blocks = new Queue<(long Address, long Length)>();
        bool isSecond = file.Bytes(address, 4).AsSpan().SequenceEqual("OHDR"u8);
        bool isOrdered = false;
        if (isSecond)
        {
            (long start, long length, isOrdered) = Second(file, address);
            blocks.Enqueue((start, length));
        }
        else
        {
            var header = new HdfFields(file.Bytes(address, FirstHeaderLength));
            HdfFields.Demand("header", header.Byte(), 1);
            header.Skip(7);
            blocks.Enqueue((address + FirstHeaderLength, header.UInt32()));
        }

        var messages = new List<HdfMessage>();
        var visited = new HashSet<long>();
        while (blocks.TryDequeue(out (long Address, long Length) block))
        {
            if (!visited.Add(block.Address)) throw new InvalidDataException("a header goes on where it has been: its structures point at each other in a circle");
            int before = messages.Count;
            Add(messages, file.Bytes(block.Address, block.Length), isSecond, isOrdered);
            foreach (HdfMessage message in messages.Skip(before).Where(message => message.Type == HdfMessageType.Continuation)) blocks.Enqueue(Continued(file, message.Body, isSecond));
        }

        return messages;
    }

    private static (long Start, long Length, bool IsOrdered) Second(HdfFile file, long address)
    {
        var fields = new HdfFields(file.Bytes(address, Math.Min(SecondHeaderMost, file.Length - address)));
        fields.Begin("OHDR"u8, 2);
        byte flags = fields.Byte();
        int before = SecondHeaderLength + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0), size = 1 << (flags & 3);
        fields.Skip(before - SecondHeaderLength);
        return (address + before + size, fields.Number(size), (flags & 4) != 0);
    }

    private static (long Address, long Length) Continued(HdfFile file, byte[] body, bool isSecond)
    {
        var fields = new HdfFields(body);
        long address = fields.Int64(), length = fields.Int64();
        if (!isSecond) return (address, length);
        if (!file.Bytes(address, 4).AsSpan().SequenceEqual("OCHK"u8)) throw new InvalidDataException("a header goes on where no header does");
        return (address + 4, length - 4 - ChecksumLength);
    }

    private static void Add(List<HdfMessage> messages, byte[] block, bool isSecond, bool isOrdered)
    {
        var fields = new HdfFields(block);
        int headerLength = isSecond ? 4 + (isOrdered ? sizeof(ushort) : 0) : 8;
        while (fields.Left >= headerLength)
        {
            int type = isSecond ? fields.Byte() : fields.UInt16();
            ushort size = fields.UInt16();
            byte flags = fields.Byte();
            fields.Skip(headerLength - (isSecond ? 4 : 5));
            messages.Add(new HdfMessage((HdfMessageType)type, (flags & 2) != 0, fields.Take(size).ToArray()));
        }
    }
}
