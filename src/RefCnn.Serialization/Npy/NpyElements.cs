namespace RefCnn.Serialization;

/// <summary>How NumPy names the element types.</summary>
internal static class NpyElements
{
    private static readonly (NpyElement Element, string Code)[] Table =
    [
        (NpyElement.Boolean, "b1"),
        (NpyElement.Int8, "i1"),
        (NpyElement.Int16, "i2"),
        (NpyElement.Int32, "i4"),
        (NpyElement.Int64, "i8"),
        (NpyElement.UInt8, "u1"),
        (NpyElement.UInt16, "u2"),
        (NpyElement.UInt32, "u4"),
        (NpyElement.UInt64, "u8"),
        (NpyElement.Float16, "f2"),
        (NpyElement.Float32, "f4"),
        (NpyElement.Float64, "f8"),
    ];

    /// <summary>All codes, for messages.</summary>
    public static string Codes => string.Join(", ", Table.Select(row => row.Code));

    /// <summary>The type of a code such as <c>f4</c>, or null.</summary>
    public static NpyElement? Parse(string code)
    {
        foreach ((NpyElement element, string name) in Table)
        {
            if (name == code) return element;
        }

        return null;
    }

    /// <summary>The size of an element in bytes.</summary>
    public static int Size(this NpyElement element) => Code(element)[1] - '0';

    /// <summary>The descriptor of a little-endian array, e.g. <c>&lt;f4</c>; single bytes have no order.</summary>
    public static string Descriptor(this NpyElement element) => (element.Size() == 1 ? "|" : "<") + Code(element);

    private static string Code(NpyElement element) => Table[(int)element].Code;
}
