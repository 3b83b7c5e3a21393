using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RefCnn.CoreML.Emit;

/// <summary>
/// A package's weight.bin: a header of 64 bytes, then for each blob 64 bytes that describe it and its data, each description at a multiple of 64.
/// Little-endian; nothing follows the last blob. Equal blobs are stored once.
/// </summary>
internal sealed class BlobFileWriter : IDisposable
{
    /// <summary>The size of the header and of a description, and what descriptions are aligned to.</summary>
    public const int Alignment = 64;

    /// <summary>How a description begins.</summary>
    public const uint Sentinel = 0xDEADBEEF;

    private const uint Version = 2;
    private readonly MemoryStream content = new();
    private readonly Dictionary<string, ulong> known = new(StringComparer.Ordinal);
    private uint count;

    /// <summary>Starts with the header.</summary>
    public BlobFileWriter() => content.SetLength(Alignment);

    /// <summary>Whether anything was stored.</summary>
    public bool IsEmpty => count == 0;

    /// <summary>Stores values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="halves">Whether as binary16 rather than binary32.</param>
    /// <returns>Where their description is, which a model refers to.</returns>
    public ulong Add(ReadOnlySpan<float> values, bool halves)
    {
        byte[] data = Bytes(values, halves);
        string key = $"{halves}:{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(data))}";
        if (known.TryGetValue(key, out ulong offset)) return offset;
        long position = (content.Length + Alignment - 1) / Alignment * Alignment;
        Span<byte> description = stackalloc byte[Alignment];
        description.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(description, Sentinel);
        BinaryPrimitives.WriteUInt32LittleEndian(description[4..], halves ? 1u : 2u);
        BinaryPrimitives.WriteUInt64LittleEndian(description[8..], (ulong)data.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(description[16..], (ulong)(position + Alignment));
        content.SetLength(position);
        content.Position = position;
        content.Write(description);
        content.Write(data);
        count++;
        return known[key] = (ulong)position;
    }

    /// <summary>The file.</summary>
    public byte[] ToArray()
    {
        byte[] file = content.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(file, count);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), Version);
        return file;
    }

    /// <inheritdoc/>
    public void Dispose() => content.Dispose();

    /// <summary>Values as they are stored.</summary>
    /// <param name="values">The values.</param>
    /// <param name="halves">Whether as binary16 rather than binary32.</param>
    public static byte[] Bytes(ReadOnlySpan<float> values, bool halves)
    {
        if (!halves) return MemoryMarshal.AsBytes(values).ToArray();
        var rounded = new Half[values.Length];
        for (int i = 0; i < rounded.Length; i++) rounded[i] = (Half)values[i];
        return MemoryMarshal.AsBytes(rounded.AsSpan()).ToArray();
    }
}
