using System.Buffers.Binary;

namespace RefCnn.Formats.Hdf;

/// <summary>What the elements of a dataset or an attribute are (IV.A.2.d).</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Size">The bytes of one.</param>
/// <param name="IsBigEndian">Whether a number's first byte is its most significant one.</param>
/// <param name="Padding">How a text of a fixed length ends: 0 at a zero, 1 filled with zeros, 2 filled with spaces.</param>
internal sealed record HdfType(HdfKind Kind, uint Size, bool IsBigEndian, int Padding)
{
    private const int Float = 1, Text = 3, Variable = 9;

    /// <summary>Reads it.</summary>
    /// <param name="message">The message.</param>
    public static HdfType Of(ReadOnlySpan<byte> message)
    {
        var fields = new HdfFields(message);
        int code = fields.Byte() & 0x0F;
        uint bits = BinaryPrimitives.ReadUInt16LittleEndian(fields.Take(3));
        uint size = fields.UInt32();
        HdfKind kind = code switch
        {
            Float when IsStandard(fields.Take(12), size) => HdfKind.Float,
            Text => HdfKind.Text,
            Variable when (bits & 0x0F) == 1 && size == 16 => HdfKind.VariableText,
            0 => HdfKind.Integer,
            _ => HdfKind.Other,
        };
        return new HdfType(kind, size, (bits & 1) != 0, (int)(bits & 0x0F));
    }

    // Those of IEEE 754: sign, exponent and mantissa side by side, in 2, 4 or 8 bytes. A bfloat16 has two bytes too.
    private static bool IsStandard(ReadOnlySpan<byte> properties, uint size)
    {
        byte exponent = properties[5];
        return size is not (2 or 4 or 8) || exponent == size switch { 2 => 5, 4 => 8, _ => 11 };
    }
}

/// <summary>The kinds of elements that are told apart.</summary>
internal enum HdfKind
{
    /// <summary>Whole numbers.</summary>
    Integer,

    /// <summary>Floating-point numbers of IEEE 754.</summary>
    Float,

    /// <summary>Texts of one length.</summary>
    Text,

    /// <summary>Texts, each of its own length.</summary>
    VariableText,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>The extents of a dataset or an attribute (IV.A.2.b).</summary>
internal static class HdfSpace
{
    /// <summary>How many elements, or bytes, extents stand for.</summary>
    /// <param name="extents">The extents.</param>
    /// <param name="what">What has them.</param>
    /// <exception cref="InvalidDataException">More than an array may have.</exception>
    public static long Product(IEnumerable<long> extents, string what)
    {
        long product = 1;
        foreach (long extent in extents)
        {
            if (extent < 0 || extent > Array.MaxLength || (product *= extent) > Array.MaxLength) throw new InvalidDataException($"{what} has more than {Array.MaxLength} elements or bytes");
        }

        return product;
    }

    /// <summary>Reads them.</summary>
    /// <param name="message">The message.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static long[] Of(ReadOnlySpan<byte> message)
    {
        const int Nothing = 2;
        var fields = new HdfFields(message);
        byte version = fields.Byte(), rank = fields.Byte();
        fields.Skip(1);
        if (version is not (1 or 2)) throw new InvalidDataException($"a dataspace has version {version}; expected 1 or 2");
        if (version == 1) fields.Skip(5);
        else if (fields.Byte() == Nothing) return [0];
        long[] extents = new long[rank];
        for (int i = 0; i < rank; i++) extents[i] = fields.Int64();
        return extents;
    }
}
