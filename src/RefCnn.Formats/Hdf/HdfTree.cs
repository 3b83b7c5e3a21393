namespace RefCnn.Formats.Hdf;

/// <summary>The leaves of a version 1 B-tree (III.A.1), which finds the links of a group, or the chunks of a dataset.</summary>
internal static class HdfTree
{
    /// <summary>The kind of tree that finds links.</summary>
    public const byte GroupNode = 0;

    /// <summary>The kind of tree that finds chunks.</summary>
    public const byte ChunkNode = 1;

    private const int HeaderLength = 24;

    /// <summary>Reads them: the key before each, and its address.</summary>
    /// <param name="file">The file.</param>
    /// <param name="root">The address of the tree's root.</param>
    /// <param name="kind">The kind of tree.</param>
    /// <param name="keyLength">The bytes of a key.</param>
    /// <exception cref="InvalidDataException">The tree is damaged.</exception>
    public static IEnumerable<(byte[] Key, long Address)> Read(HdfFile file, long root, byte kind, int keyLength)
    {
        var nodes = new Stack<long>([root]);
        var visited = new HashSet<long>();
        while (nodes.TryPop(out long node))
        {
            if (!visited.Add(node)) throw new InvalidDataException("a tree comes to where it has been: its structures point at each other in a circle");
            (byte level, (byte[] Key, long Address)[] entries) = Node(file, node, kind, keyLength);
            foreach ((byte[] key, long address) in entries)
            {
                if (level == 0) yield return (key, address);
                else nodes.Push(address);
            }
        }
    }

    private static (byte Level, (byte[] Key, long Address)[] Entries) Node(HdfFile file, long address, byte kind, int keyLength)
    {
        var header = new HdfFields(file.Bytes(address, HeaderLength));
        header.Begin("TREE"u8, kind);
        byte level = header.Byte();
        int count = header.UInt16();
        var fields = new HdfFields(file.Bytes(address + HeaderLength, count * (keyLength + sizeof(long))));
        var entries = new (byte[] Key, long Address)[count];
        for (int i = 0; i < entries.Length; i++) entries[i] = (fields.Take(keyLength).ToArray(), fields.Int64());
        return (level, entries);
    }
}
