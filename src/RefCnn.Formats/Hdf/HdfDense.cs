using System.Numerics;

namespace RefCnn.Formats.Hdf;

/// <summary>Links or attributes of an object that has many: a version 2 B-tree of where they are (III.A.2), and a fractal heap that holds them (III.G).</summary>
internal static class HdfDense
{
    private const int TreeHeaderLength = 38, NodeHeaderLength = 6, ChecksumLength = 4;
    private const byte LinkNames = 5, AttributeNames = 8;

    /// <summary>Reads them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="info">The message that says where they are.</param>
    /// <param name="orderLength">The bytes of the number in it that counts the order in which they were made, if it is there.</param>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public static IEnumerable<byte[]> Read(HdfFile file, byte[] info, int orderLength)
    {
        (long heapAddress, long treeAddress) = Places(info, orderLength);
        if (heapAddress == -1) yield break;
        var heap = new HdfHeap(file, heapAddress);
        foreach (byte[] id in Ids(file, treeAddress)) yield return heap.Read(id);
    }

    private static (long Heap, long Tree) Places(byte[] info, int orderLength)
    {
        var fields = new HdfFields(info);
        HdfFields.Demand("list of links or attributes", fields.Byte(), 0);
        if ((fields.Byte() & 1) != 0) fields.Skip(orderLength);
        return (fields.Int64(), fields.Int64());
    }

    private static IEnumerable<byte[]> Ids(HdfFile file, long address)
    {
        Tree tree = Header(file, address);
        var nodes = new Stack<(long Address, long Count, int Depth)>([(tree.Root, tree.Count, tree.Depth)]);
        var visited = new HashSet<long>();
        while (nodes.TryPop(out (long Address, long Count, int Depth) node))
        {
            if (node.Count == 0) continue;
            if (!visited.Add(node.Address)) throw new InvalidDataException("a tree comes to where it has been: its structures point at each other in a circle");
            (byte[][] records, (long, long, int)[] children) = Node(file, tree, node.Address, node.Count, node.Depth);
            foreach ((long, long, int) child in children) nodes.Push(child);
            foreach (byte[] record in records) yield return record;
        }
    }

    private static Tree Header(HdfFile file, long address)
    {
        var fields = new HdfFields(file.Bytes(address, TreeHeaderLength));
        fields.Begin("BTHD"u8, 0);
        byte kind = fields.Byte();
        if (kind is not (LinkNames or AttributeNames)) throw new InvalidDataException($"a tree is of kind {kind}; expected {LinkNames} or {AttributeNames}");
        uint nodeLength = fields.UInt32();
        ushort recordLength = fields.UInt16(), depth = fields.UInt16();
        fields.Skip(2);
        if (recordLength == 0 || nodeLength < NodeHeaderLength + ChecksumLength + recordLength) throw new InvalidDataException($"a tree has nodes of {nodeLength} bytes for records of {recordLength}");
        return new Tree(kind, nodeLength, recordLength, depth, fields.Int64(), fields.UInt16());
    }

    private static (byte[][] Records, (long Address, long Count, int Depth)[] Children) Node(HdfFile file, Tree tree, long address, long count, int depth)
    {
        var fields = new HdfFields(file.Bytes(address, Math.Min(tree.NodeLength, file.Length - address)));
        fields.Begin(depth == 0 ? "BTLF"u8 : "BTIN"u8, 0);
        fields.Skip(1);
        if (count * tree.RecordLength > fields.Left) throw new InvalidDataException($"a node of a tree has {count} records, more than fit into it");
        byte[][] records = new byte[count][];
        for (int i = 0; i < records.Length; i++)
        {
            // The hash of a link's name comes before its place in the heap; what an attribute has beside it comes after.
            var record = new HdfFields(fields.Take(tree.RecordLength));
            if (tree.Kind == LinkNames) record.Skip(sizeof(uint));
            records[i] = record.Take(tree.Kind == LinkNames ? 7 : 8).ToArray();
        }

        var children = new (long, long, int)[depth == 0 ? 0 : count + 1];
        (int countLength, int totalLength) = depth == 0 ? default : Lengths(tree, depth);
        for (int i = 0; i < children.Length; i++)
        {
            children[i] = (fields.Int64(), fields.Number(countLength), depth - 1);
            fields.Skip(totalLength);
        }

        return (records, children);
    }

    // How many bytes a child's count of records has, and the count of all below it (only where the child has children): as many as the largest count needs.
    private static (int Count, int Total) Lengths(Tree tree, int depth)
    {
        long room = tree.NodeLength - NodeHeaderLength - ChecksumLength, most = room / tree.RecordLength;
        int countLength = BytesFor(most), totalLength = 0;
        UInt128 total = (UInt128)most;
        for (int level = 1; level < depth; level++)
        {
            int pointer = sizeof(long) + countLength + totalLength;
            most = Math.Max(0, (room - pointer) / (tree.RecordLength + pointer));
            total = ((UInt128)(most + 1) * total) + (UInt128)most;
            if (total > long.MaxValue) throw new InvalidDataException($"a tree is {tree.Depth} deep");
            totalLength = BytesFor((long)total);
        }

        return (countLength, totalLength);
    }

    private static int BytesFor(long most) => (BitOperations.Log2((ulong)most) / 8) + 1;

    private sealed record Tree(byte Kind, long NodeLength, ushort RecordLength, ushort Depth, long Root, ushort Count);
}
