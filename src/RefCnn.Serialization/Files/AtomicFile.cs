using RefCnn.Core;

namespace RefCnn.Serialization;

/// <summary>Files that are either whole or absent: written under another name beside their place, then renamed.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file, replacing one that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content. When it fails nothing changes at <paramref name="path"/>.</param>
    /// <exception cref="RefCnnException">The folder does not exist or cannot be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        using var output = new UnfinishedOutput(path);
        try
        {
            using (var stream = new FileStream(output.Path, FileMode.CreateNew, FileAccess.Write)) write(stream);
            File.Move(output.Path, path, overwrite: true);
        }
        catch (Exception error) when (IsOfTheDisk(error))
        {
            throw new RefCnnException($"{path}: cannot be written: {error.Message}", error);
        }
    }

    /// <summary>Copies a file, replacing one that is there.</summary>
    /// <param name="source">The file to copy.</param>
    /// <param name="path">Its copy.</param>
    /// <exception cref="IOException">The source cannot be read.</exception>
    /// <exception cref="RefCnnException">The folder does not exist or cannot be written to.</exception>
    public static void Copy(string source, string path)
    {
        using FileStream content = File.OpenRead(source);
        Write(path, content.CopyTo);
    }

    /// <summary>Whether a failure to write is the disk's or the folder's. A file beyond what a file system or a user may have (EFBIG) is an argument out of range to .NET.</summary>
    /// <param name="error">The failure.</param>
    public static bool IsOfTheDisk(Exception error) => error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };
}
