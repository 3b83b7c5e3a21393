using System.Buffers.Binary;

namespace RefCnn.Formats.Hdf;

/// <summary>The fields of a structure of HDF5, read one after the other: little-endian, with addresses and lengths of eight bytes.</summary>
/// <param name="bytes">The structure.</param>
internal ref struct HdfFields(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>How many bytes are left.</summary>
    public readonly int Left => rest.Length;

    /// <summary>The next bytes.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="InvalidDataException">The structure has fewer.</exception>
    public ReadOnlySpan<byte> Take(long count)
    {
        if (count > rest.Length) throw new InvalidDataException($"a structure ends {count - rest.Length} bytes early");
        ReadOnlySpan<byte> taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }

    /// <summary>Passes bytes over.</summary>
    /// <param name="count">How many.</param>
    public void Skip(int count) => _ = Take(count);

    /// <summary>A byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>A number of two bytes.</summary>
    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    /// <summary>A number of four bytes.</summary>
    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    /// <summary>An address, an extent or a length. Those beyond 2⁶³ become negative, and lie in no file; −1 is the address of what is not there.</summary>
    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    /// <summary>A number of as many bytes as its largest value needs.</summary>
    /// <param name="size">How many: 1 to 8.</param>
    public long Number(int size)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        Take(size).CopyTo(number);
        return BinaryPrimitives.ReadInt64LittleEndian(number);
    }

    /// <summary>The letters that a structure begins with, and its version.</summary>
    /// <param name="signature">The letters.</param>
    /// <param name="version">The version.</param>
    /// <exception cref="InvalidDataException">They are others.</exception>
    public void Begin(ReadOnlySpan<byte> signature, byte version)
    {
        if (!Take(signature.Length).SequenceEqual(signature)) throw new InvalidDataException($"a structure does not begin with '{System.Text.Encoding.ASCII.GetString(signature)}'");
        Demand("structure", Byte(), version);
    }

    /// <summary>States that something has the one version that is read.</summary>
    /// <param name="what">What has it.</param>
    /// <param name="actual">Its version.</param>
    /// <param name="expected">The version that is read.</param>
    /// <exception cref="InvalidDataException">It has another.</exception>
    public static void Demand(string what, byte actual, byte expected)
    {
        if (actual != expected) throw new InvalidDataException($"a {what} has version {actual}; expected {expected}");
    }
}
