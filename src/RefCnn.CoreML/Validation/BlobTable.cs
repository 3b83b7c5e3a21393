using System.Buffers.Binary;

namespace RefCnn.CoreML.Validation;

/// <summary>
/// weight.bin, storage version 2: a header of 64 bytes with count and version, then descriptions of 64 bytes at multiples of 64, each followed by its data;
/// what lies between is zero.
/// </summary>
internal sealed class BlobTable
{
    private const int Alignment = 64;
    private const uint Sentinel = 0xDEADBEEF;
    private readonly Dictionary<ulong, (uint Element, ulong Length)> blobs = [];

    private BlobTable()
    {
    }

    /// <summary>Reads and checks a file.</summary>
    /// <param name="file">The file; empty where there is none.</param>
    /// <param name="findings">Where faults go.</param>
    public static BlobTable Of(ReadOnlySpan<byte> file, Findings findings)
    {
        var table = new BlobTable();
        if (file.IsEmpty) return table;
        if (!findings.Demand(file.Length >= Alignment, "weight.bin", $"has {file.Length} bytes; expected a header of {Alignment}")) return table;
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(file), version = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        findings.Demand(version == 2, "weight.bin", $"has version {version}; expected 2");
        findings.Demand(IsZero(file[8..Alignment]), "weight.bin", $"has a header whose reserved bytes are not zero");
        long position = Alignment;
        for (uint i = 0; i < count; i++)
        {
            long end = table.Add(file, position, i, findings);
            if (end < 0) return table;
            position = (end + Alignment - 1) / Alignment * Alignment;
            if (i == count - 1) findings.Demand(end == file.Length, "weight.bin", $"has {file.Length - end} bytes after its last blob; expected none");
            else if (findings.Demand(position <= file.Length, "weight.bin", $"ends before blob {i + 1} of {count}")) findings.Demand(IsZero(file[(int)end..(int)position]), "weight.bin", $"has bytes that are not zero before blob {i + 1}");
            else return table;
        }

        return table;
    }

    /// <summary>The element type (by this file's numbers) and length of the blob that is described at an offset; null where none is.</summary>
    /// <param name="offset">The offset.</param>
    public (uint Element, ulong Length)? At(ulong offset) => blobs.TryGetValue(offset, out (uint Element, ulong Length) blob) ? blob : null;

    private long Add(ReadOnlySpan<byte> file, long position, uint index, Findings findings)
    {
        string where = $"weight.bin blob {index}";
        if (!findings.Demand(position <= file.Length - Alignment, where, $"is described at {position}, beyond the file's {file.Length} bytes")) return -1;
        ReadOnlySpan<byte> description = file.Slice((int)position, Alignment);
        if (!findings.Demand(BinaryPrimitives.ReadUInt32LittleEndian(description) == Sentinel, where, $"does not begin with the mark of a blob at {position}")) return -1;
        uint element = BinaryPrimitives.ReadUInt32LittleEndian(description[4..]);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(description[8..]), start = BinaryPrimitives.ReadUInt64LittleEndian(description[16..]);
        findings.Demand(element is >= 1 and <= 17, where, $"has element type {element}; expected 1 to 17");
        findings.Demand(IsZero(description[32..]), where, $"has reserved bytes that are not zero");
        if (!findings.Demand(start == (ulong)position + Alignment, where, $"has its data at {start}; expected {position + Alignment}, after its description")) return -1;
        if (!findings.Demand(length <= (ulong)file.Length - start, where, $"has {length} bytes from {start}, beyond the file's {file.Length}")) return -1;
        blobs[(ulong)position] = (element, length);
        return (long)(start + length);
    }

    private static bool IsZero(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept((byte)0) < 0;
}
