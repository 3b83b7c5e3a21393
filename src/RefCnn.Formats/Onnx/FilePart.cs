using Microsoft.Win32.SafeHandles;
using RefCnn.Core;

namespace RefCnn.Formats.Onnx;

/// <summary>A tensor's bytes where they lie in a file, so that they are read into their place, and only when they are needed.</summary>
/// <param name="Path">The file, which had all the bytes when this was made.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">How many bytes.</param>
internal sealed record FilePart(string Path, long Offset, long Length)
{
    /// <summary>Reads the part.</summary>
    /// <param name="bytes">Where it goes: as long as it is.</param>
    /// <exception cref="RefCnnException">The file cannot be read, or was cut since.</exception>
    public void Read(Span<byte> bytes)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(Path);
            for (int done = 0, read; done < bytes.Length; done += read)
            {
                read = RandomAccess.Read(file, bytes[done..], Offset + done);
                if (read == 0) throw new RefCnnException($"'{Path}' ends at byte {Offset + done}; it was cut while it was read");
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefCnnException($"'{Path}' cannot be read: {fault.Message}", fault);
        }
    }
}
