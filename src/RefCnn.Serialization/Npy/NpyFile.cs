using System.Buffers.Binary;
using System.Text;
using RefCnn.Core;

namespace RefCnn.Serialization;

/// <summary>
/// NumPy's .npy format, as the specification in numpy.lib.format defines it. Versions 1.0, 2.0 and 3.0 are read, in either byte
/// order and in C or Fortran order; version 1.0, little-endian, in C order is written. Nothing is allocated that the file is too short to fill.
/// </summary>
public static class NpyFile
{
    private const int MaximumHeader = 1 << 20;
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RefCnnException">It cannot be read, or is not an array of numbers; the message names file and place.</exception>
    public static NpyArray Read(string path)
    {
        try
        {
            using FileStream stream = InputFile.Open(path);
            return Read(stream, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RefCnnException($"{path}: cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Reads an array that takes up the rest of a stream.</summary>
    /// <param name="stream">The stream; it need not be seekable.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <exception cref="RefCnnException">It is not an array of numbers; the message names file and place.</exception>
    public static NpyArray Read(Stream stream, string name)
    {
        try
        {
            NpyHeader header = ReadHeader(stream);
            byte[] data = ReadElements(stream, header);
            int size = header.Element.Size();
            if (header.BigEndian) ReverseBytes(data, size);
            if (header.FortranOrder) data = FromFortranOrder(data, header.Shape, size);
            return new NpyArray(header.Element, header.Shape, data);
        }
        catch (RefCnnException error)
        {
            throw new RefCnnException($"{name}: {error.Message}", error);
        }
    }

    /// <summary>Writes a file, replacing one that is there; a failure leaves the old one whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">The array.</param>
    /// <exception cref="RefCnnException">The file cannot be written.</exception>
    public static void Write(string path, NpyArray array) => AtomicFile.Write(path, stream => Write(stream, array));

    /// <summary>Writes an array to a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="array">The array.</param>
    public static void Write(Stream stream, NpyArray array)
    {
        string text = NpyHeader.Text(array.Element, array.Shape);
        int preamble = Magic.Length + 4;
        int padding = Alignment - 1 - ((preamble + text.Length) % Alignment);
        byte[] header = Encoding.ASCII.GetBytes(text + new string(' ', padding) + '\n');
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        stream.Write(Magic);
        stream.Write([1, 0]);
        stream.Write(length);
        stream.Write(header);
        stream.Write(array.Data);
    }

    private static NpyHeader ReadHeader(Stream stream)
    {
        byte[] preamble = ReadExactly(stream, Magic.Length + 2, "magic and version");
        if (!preamble.AsSpan().StartsWith(Magic))
            throw new RefCnnException($"byte 0: starts with {Convert.ToHexString(preamble, 0, Magic.Length)}; expected {Convert.ToHexString(Magic)}, a NumPy .npy file");
        (int major, int minor) = (preamble[^2], preamble[^1]);
        if (major is < 1 or > 3 || minor != 0)
            throw new RefCnnException($"byte 6: format version {major}.{minor}; expected 1.0, 2.0 or 3.0");
        byte[] lengthBytes = ReadExactly(stream, major == 1 ? 2 : 4, "header length");
        uint length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > MaximumHeader)
            throw new RefCnnException($"byte 8: header of {length} bytes; expected at most {MaximumHeader}");
        byte[] header = ReadExactly(stream, (int)length, "header");
        return NpyHeader.Parse((major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(header));
    }

    private static byte[] ReadExactly(Stream stream, int count, string what)
    {
        byte[] bytes = new byte[count];
        int read = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return read == count ? bytes : throw new RefCnnException($"ends after {read} bytes of its {what}; expected {count}");
    }

    private static byte[] ReadElements(Stream stream, NpyHeader header)
    {
        string what = $"{header.Shape} elements of {header.Element.Descriptor()[1..]}";
        long expected = (long)header.Shape.Count * header.Element.Size();
        if (expected > Array.MaxLength)
            throw new RefCnnException($"{what} take {expected} bytes; expected at most {Array.MaxLength}");
        if (stream.CanSeek && stream.Length - stream.Position != expected)
            throw new RefCnnException($"{stream.Length - stream.Position} bytes follow the header; expected {expected} for {what}");
        byte[] data = stream.CanSeek ? ReadExactly(stream, (int)expected, "elements") : ReadGrowing(stream, expected, what);
        return data;
    }

    // A stream of unknown length gets memory only as its bytes arrive.
    private static byte[] ReadGrowing(Stream stream, long expected, string what)
    {
        using var received = new MemoryStream();
        byte[] chunk = new byte[1 << 16];
        int read;
        while (received.Length <= expected && (read = stream.Read(chunk)) > 0) received.Write(chunk, 0, read);
        if (received.Length != expected)
        {
            string actual = received.Length < expected ? $"{received.Length}" : $"more than {expected}";
            throw new RefCnnException($"{actual} bytes follow the header; expected {expected} for {what}");
        }

        return received.ToArray();
    }

    private static void ReverseBytes(byte[] data, int size)
    {
        for (int start = 0; start < data.Length; start += size) data.AsSpan(start, size).Reverse();
    }

    // In Fortran order the first axis varies fastest.
    private static byte[] FromFortranOrder(byte[] data, Shape shape, int size)
    {
        byte[] result = new byte[data.Length];
        int[] index = new int[shape.Rank];
        for (int to = 0; to < shape.Count; to++)
        {
            int from = 0;
            for (int axis = shape.Rank - 1; axis >= 0; axis--) from = (from * shape[axis]) + index[axis];
            data.AsSpan(from * size, size).CopyTo(result.AsSpan(to * size));
            for (int axis = shape.Rank - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) index[axis] = 0;
        }

        return result;
    }
}
