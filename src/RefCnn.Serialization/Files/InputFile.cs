using RefCnn.Core;

namespace RefCnn.Serialization;

/// <summary>Files that are read: their size is checked before anything else.</summary>
public static class InputFile
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RefCnnException">It is larger than <see cref="Limits.FileBytes"/>.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static FileStream Open(string path)
    {
        Limits.Current.Demand("file-bytes", new FileInfo(path).Length, $"{path}: has", "bytes");
        return File.OpenRead(path);
    }

    /// <summary>Reads a file into memory.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RefCnnException">It is larger than <see cref="Limits.FileBytes"/>, or than an array.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] ReadAll(string path)
    {
        using FileStream stream = Open(path);
        if (stream.Length > Array.MaxLength) throw new RefCnnException($"{path}: has {stream.Length} bytes; expected at most {Array.MaxLength}, for it is read as a whole");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
