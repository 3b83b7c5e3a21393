using System.IO.Compression;
using RefCnn.Core;

namespace RefCnn.Serialization;

/// <summary>The bytes of an entry of a zip archive.</summary>
public static class ZipEntryBytes
{
    /// <summary>
    /// Unpacks an entry. What an entry says of its length may be untrue: memory grows with the bytes that arrive, and stops at that length, against which limits were checked.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="archive">The archive's file, for messages.</param>
    /// <exception cref="RefCnnException">The entry is larger than an array, or does not unpack to the length that it states.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static byte[] Read(ZipArchiveEntry entry, string archive)
    {
        if (entry.Length > Array.MaxLength) throw new RefCnnException($"{archive}: entry '{entry.FullName}' has {entry.Length} bytes; expected at most {Array.MaxLength}");
        using Stream stream = entry.Open();
        using var received = new MemoryStream();
        byte[] chunk = new byte[1 << 16];
        int read;
        while (received.Length <= entry.Length && (read = stream.Read(chunk)) > 0) received.Write(chunk, 0, read);
        return received.Length == entry.Length
            ? received.ToArray()
            : throw new RefCnnException($"{archive}: entry '{entry.FullName}' does not unpack to the {entry.Length} bytes that it states");
    }
}
