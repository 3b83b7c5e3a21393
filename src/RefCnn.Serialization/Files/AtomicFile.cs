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
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write)) write(stream);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error)
        {
            if (File.Exists(temporary)) File.Delete(temporary);
            if (error is IOException or UnauthorizedAccessException)
                throw new RefCnnException($"{path}: cannot be written: {error.Message}", error);
            throw;
        }
    }
}
