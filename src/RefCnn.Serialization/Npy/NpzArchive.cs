using System.IO.Compression;
using RefCnn.Core;

namespace RefCnn.Serialization;

/// <summary>
/// NumPy's .npz format: a zip archive with one .npy file a name. Arrays are read one by one, as they are asked for.
/// An archive that expands beyond <see cref="Limits"/> is refused before anything is unpacked, and so is one that names an array twice.
/// </summary>
public sealed class NpzArchive : IDisposable
{
    private const string Extension = ".npy";

    private readonly string path;
    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);

    private NpzArchive(string path, ZipArchive archive, long size)
    {
        this.path = path;
        this.archive = archive;
        ZipLimits.Demand(archive, path, size);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (!entry.FullName.EndsWith(Extension, StringComparison.Ordinal)) continue;
            if (!entries.TryAdd(entry.FullName[..^Extension.Length], entry)) throw new RefCnnException($"{path}: has two arrays named '{entry.FullName}'; expected unique names");
        }
    }

    /// <summary>The names of the arrays, in the archive's order, without the extension.</summary>
    public IReadOnlyCollection<string> Names => entries.Keys;

    /// <summary>Opens an archive.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RefCnnException">It cannot be read, is no zip archive, or exceeds a limit.</exception>
    public static NpzArchive Open(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = InputFile.Open(path);
            return new NpzArchive(path, new ZipArchive(stream, ZipArchiveMode.Read), stream.Length);
        }
        catch (Exception fault)
        {
            stream?.Dispose();
            if (fault is InvalidDataException) throw new RefCnnException($"{path}: is not an .npz archive, or is damaged: {fault.Message}", fault);
            if (fault is IOException or UnauthorizedAccessException) throw new RefCnnException($"{path}: cannot be read: {fault.Message}", fault);
            throw;
        }
    }

    /// <summary>Writes an archive whose entries are not compressed, replacing a file that is there. The same arrays give the same bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">Names, which must be unique, and arrays.</param>
    /// <exception cref="RefCnnException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays) => AtomicFile.Write(path, stream =>
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, NpyArray array) in arrays)
        {
            ZipArchiveEntry entry = archive.CreateEntry(name + Extension, CompressionLevel.NoCompression);
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using Stream content = entry.Open();
            NpyFile.Write(content, array);
        }
    });

    /// <summary>Whether there is an array of that name.</summary>
    /// <param name="name">The name, without the extension.</param>
    public bool Contains(string name) => entries.ContainsKey(name);

    /// <summary>Reads an array.</summary>
    /// <param name="name">The name, without the extension.</param>
    /// <exception cref="RefCnnException">There is none of that name, or it is not an array of numbers.</exception>
    public NpyArray Read(string name)
    {
        if (!entries.TryGetValue(name, out ZipArchiveEntry? entry)) throw new RefCnnException($"{path}: has no array '{name}'");
        try
        {
            using var content = new MemoryStream(ZipEntryBytes.Read(entry, path));
            return NpyFile.Read(content, $"{path}: array '{name}'");
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            throw new RefCnnException($"{path}: array '{name}' is damaged: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => archive.Dispose();
}
