namespace RefCnn.Formats;

/// <summary>The first bytes of a file, by which its format is recognised.</summary>
internal static class FileHead
{
    /// <summary>Reads them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">At most so many.</param>
    /// <exception cref="ModelFormatException">The file cannot be read.</exception>
    public static byte[] Read(string path, int length)
    {
        try
        {
            byte[] head = new byte[length];
            using FileStream stream = File.OpenRead(path);
            return head[..stream.ReadAtLeast(head, length, throwOnEndOfStream: false)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, null, $"cannot be read: {fault.Message}", fault);
        }
    }
}
