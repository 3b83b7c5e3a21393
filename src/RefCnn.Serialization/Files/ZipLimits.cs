using System.IO.Compression;
using RefCnn.Core;

namespace RefCnn.Serialization;

/// <summary>What a zip archive may expand to.</summary>
public static class ZipLimits
{
    /// <summary>States that an archive expands within the limits, before anything is unpacked. <see cref="ZipEntryBytes"/> holds each entry to what it says here.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <exception cref="RefCnnException">It does not.</exception>
    public static void Demand(ZipArchive archive, string path, long size)
    {
        Int128 expanded = 0;
        foreach (ZipArchiveEntry entry in archive.Entries) expanded += Math.Max(0, entry.Length);
        long bytes = (long)Int128.Min(expanded, long.MaxValue);
        Limits.Current.Demand("expanded-bytes", bytes, $"{path}: expands to", "bytes");
        Limits.Current.DemandExpansion(bytes, size, $"{path}: expands to");
    }
}
