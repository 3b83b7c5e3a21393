using System.IO.Compression;

namespace RefCnn.ConformanceTests.Hostile;

/// <summary>Damage to zip archives: to an entry's content, which is packed again, or to the archive itself.</summary>
internal static class ZipMutation
{
    /// <summary>Damages an archive.</summary>
    /// <param name="original">The archive.</param>
    /// <param name="random">Chooses.</param>
    /// <param name="damage">Damages the content of an entry of a name.</param>
    public static byte[] Of(byte[] original, Random random, Func<string, byte[], Random, byte[]> damage)
    {
        if (random.Next(4) == 0) return Mutation.Of(original, random);
        using var archive = new ZipArchive(new MemoryStream(original), ZipArchiveMode.Read);
        using var stream = new MemoryStream();
        int chosen = random.Next(archive.Entries.Count);
        using (var made = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < archive.Entries.Count; i++)
            {
                using Stream packed = archive.Entries[i].Open();
                using var content = new MemoryStream();
                packed.CopyTo(content);
                using Stream entry = made.CreateEntry(archive.Entries[i].FullName).Open();
                entry.Write(i == chosen ? damage(archive.Entries[i].FullName, content.ToArray(), random) : content.ToArray());
            }
        }

        return stream.ToArray();
    }
}
