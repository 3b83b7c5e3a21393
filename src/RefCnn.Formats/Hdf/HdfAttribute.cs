using System.Text;

namespace RefCnn.Formats.Hdf;

/// <summary>An attribute (IV.A.2.m).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it has.</param>
/// <param name="Extents">How many.</param>
/// <param name="Data">Their bytes.</param>
internal sealed record HdfAttribute(string Name, HdfType Type, long[] Extents, byte[] Data)
{
    /// <summary>Reads it.</summary>
    /// <param name="message">The message.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static HdfAttribute Of(HdfMessage message)
    {
        const int Alignment = 8;
        if (message.IsShared) throw new InvalidDataException("an attribute is shared by objects, which is not read");
        var fields = new HdfFields(message.Body);
        byte version = fields.Byte(), flags = fields.Byte();
        if (version is < 1 or > 3) throw new InvalidDataException($"an attribute has version {version}; expected 1 to 3");
        ushort nameLength = fields.UInt16(), typeLength = fields.UInt16(), spaceLength = fields.UInt16();
        if (version == 3) fields.Skip(1);
        int Padded(int length) => version == 1 ? (length + Alignment - 1) / Alignment * Alignment : length;
        string name = Encoding.UTF8.GetString(fields.Take(Padded(nameLength))).TrimEnd('\0');
        if (version > 1 && (flags & 3) != 0) throw new InvalidDataException($"attribute '{name}' shares its type with others, which is not read");
        var type = HdfType.Of(fields.Take(Padded(typeLength)));
        long[] extents = HdfSpace.Of(fields.Take(Padded(spaceLength)));
        return new HdfAttribute(name, type, extents, fields.Take(fields.Left).ToArray());
    }

    /// <summary>Its texts.</summary>
    /// <param name="file">The file, which holds those of variable length.</param>
    /// <exception cref="InvalidDataException">They are none, or more than it has bytes for.</exception>
    public string[] Texts(HdfFile file)
    {
        // An empty list has whatever type its writer gave to nothing.
        long count = HdfSpace.Product(Extents, $"attribute '{Name}'");
        if (count == 0) return [];
        if (Type.Kind is not (HdfKind.Text or HdfKind.VariableText)) throw new InvalidDataException($"attribute '{Name}' holds no texts");
        if (count * Math.Max(1, Type.Size) > Data.Length) throw new InvalidDataException($"attribute '{Name}' has {count} texts, more than its {Data.Length} bytes hold");
        string[] texts = new string[count];
        var fields = new HdfFields(Data);
        for (int i = 0; i < texts.Length; i++) texts[i] = Type.Kind == HdfKind.Text ? Fixed(fields.Take(Type.Size)) : Variable(file, fields.UInt32(), fields.Int64(), fields.UInt32());
        return texts;
    }

    private static string Variable(HdfFile file, uint length, long collection, uint index)
    {
        if (length == 0) return string.Empty;
        ReadOnlySpan<byte> text = file.Variable(collection, index);
        return Encoding.UTF8.GetString(text.Length < length ? throw new InvalidDataException($"a text has {text.Length} bytes of the {length} that are stated") : text[..(int)length]).TrimEnd('\0');
    }

    private string Fixed(ReadOnlySpan<byte> bytes)
    {
        const int ZeroEnds = 0, SpacesFill = 2;
        int end = bytes.IndexOf((byte)0);
        string text = Encoding.UTF8.GetString(Type.Padding == ZeroEnds && end >= 0 ? bytes[..end] : bytes);
        return Type.Padding == SpacesFill ? text.TrimEnd(' ') : text.TrimEnd('\0');
    }
}
