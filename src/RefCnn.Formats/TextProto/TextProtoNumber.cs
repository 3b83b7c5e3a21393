using System.Globalization;
using Google.Protobuf.Reflection;

namespace RefCnn.Formats.TextProto;

/// <summary>Numbers and truth values of protobuf's text format.</summary>
internal static class TextProtoNumber
{
    /// <summary>Reads a scalar of a field's type; null where the text is none, or is out of range.</summary>
    /// <param name="type">The field's type.</param>
    /// <param name="text">The text without its sign.</param>
    /// <param name="negative">Whether a minus precedes it.</param>
    public static object? Parse(FieldType type, string text, bool negative)
    {
        switch (type)
        {
            case FieldType.Bool: return negative ? null : Truth(text);
            case FieldType.Float: return Real(text, negative) is { } number ? (float)number : null;
            case FieldType.Double: return Real(text, negative);
        }

        if (Whole(text) is not { } magnitude) return null;
        Int128 value = negative ? -magnitude : magnitude;
        return type switch
        {
            FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 when value >= int.MinValue && value <= int.MaxValue => (int)value,
            FieldType.UInt32 or FieldType.Fixed32 when value >= 0 && value <= uint.MaxValue => (uint)value,
            FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 when value >= long.MinValue && value <= long.MaxValue => (long)value,
            FieldType.UInt64 or FieldType.Fixed64 when value >= 0 && value <= ulong.MaxValue => (ulong)value,
            _ => null,
        };
    }

    private static object? Truth(string text) => text switch { "true" or "True" or "t" or "1" => true, "false" or "False" or "f" or "0" => false, _ => null };

    private static double? Real(string text, bool negative)
    {
        double? magnitude = text.ToLowerInvariant() switch
        {
            "inf" or "infinity" => double.PositiveInfinity,
            "nan" => double.NaN,
            ['0', 'x', ..] => Whole(text) is { } whole ? (double)whole : null,
            string number => double.TryParse(number.TrimEnd('f'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) ? value : null,
        };
        return negative ? -magnitude : magnitude;
    }

    private static Int128? Whole(string text)
    {
        if (text is ['0', 'x' or 'X', ..])
            return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hexadecimal) ? hexadecimal : null;
        if (text.Length > 1 && text[0] == '0') return Octal(text);
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null;
    }

    private static Int128? Octal(string text)
    {
        Int128 value = 0;
        foreach (char digit in text)
        {
            if (digit is < '0' or > '7' || value > ulong.MaxValue) return null;
            value = (value * 8) + (digit - '0');
        }

        return value;
    }
}
