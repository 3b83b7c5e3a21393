using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RefCnn.Core;

namespace RefCnn.Formats.Npy;

/// <summary>NumPy's .npy files: float64, little-endian, C order, version 1.0.</summary>
public static partial class NpyFile
{
    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8, 1, 0];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RefCnnException">It is not an .npy file of float64.</exception>
    public static NpyArray Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length < 10 || !bytes.AsSpan().StartsWith(Magic.AsSpan())) throw new RefCnnException($"{path}: not an .npy file of version 1.0");
        int start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        Match header = Header().Match(start <= bytes.Length ? Encoding.ASCII.GetString(bytes, 10, start - 10) : "");
        if (!header.Success) throw new RefCnnException($"{path}: expected little-endian float64 in C order");
        var shape = new Shape([.. header.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(extent => int.Parse(extent, CultureInfo.InvariantCulture))]);
        if (bytes.Length - start != shape.Count * sizeof(double))
            throw new RefCnnException($"{path}: {bytes.Length - start} bytes of data; expected {shape.Count * sizeof(double)} for {shape}");
        var tensor = new Tensor<double>(shape);
        for (int i = 0; i < shape.Count; i++) tensor[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(start + (i * sizeof(double))));
        return NpyArray.Of(tensor);
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">What to write.</param>
    public static void Write(string path, NpyArray array)
    {
        Tensor<double> tensor = array.ToDouble();
        string extents = string.Concat(array.Shape.Extents.ToArray().Select(extent => string.Create(CultureInfo.InvariantCulture, $"{extent}, ")));
        extents = array.Shape.Rank > 1 ? extents[..^2] : extents.TrimEnd();
        string header = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({extents}), }}";
        header = header.PadRight(((10 + header.Length + 1 + 63) / 64 * 64) - 11) + "\n";
        byte[] bytes = new byte[10 + header.Length + (tensor.Count * sizeof(double))];
        Magic.CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)header.Length);
        Encoding.ASCII.GetBytes(header, bytes.AsSpan(10));
        for (int i = 0; i < tensor.Count; i++) BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(10 + header.Length + (i * sizeof(double))), tensor[i]);
        File.WriteAllBytes(path, bytes);
    }

    [GeneratedRegex(@"'descr': '<f8', 'fortran_order': False, 'shape': \(([0-9, ]*)\)")]
    private static partial Regex Header();
}
