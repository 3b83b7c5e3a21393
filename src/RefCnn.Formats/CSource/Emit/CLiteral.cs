using System.Globalization;

namespace RefCnn.Formats.CSource.Emit;

/// <summary>Numbers, lists and comments as C99 writes them. All text is ASCII.</summary>
internal static class CLiteral
{
    private const int MantissaBits = 23, ExponentBias = 127;

    /// <summary>A float32 in hexadecimal, which is exact: 0.15625 is <c>0x1.4p-3f</c>.</summary>
    /// <param name="value">Any value; infinities and NaN by the names of math.h.</param>
    public static string Exact(float value)
    {
        if (Special(value) is { } special) return special;
        uint bits = BitConverter.SingleToUInt32Bits(value);
        string sign = bits >> 31 == 0 ? string.Empty : "-";
        int exponent = (int)(bits >> MantissaBits & 0xff);
        uint mantissa = bits & ((1u << MantissaBits) - 1);
        if (exponent == 0 && mantissa == 0) return $"{sign}0.0f";

        // 23 bits are six hexadecimal digits less one bit. A subnormal number keeps its leading 0 and the smallest exponent.
        string digits = (mantissa << 1).ToString("x6", CultureInfo.InvariantCulture).TrimEnd('0');
        int power = exponent == 0 ? 1 - ExponentBias : exponent - ExponentBias;
        return string.Create(CultureInfo.InvariantCulture, $"{sign}0x{(exponent == 0 ? 0 : 1)}{(digits.Length > 0 ? "." : "")}{digits}p{power}f");
    }

    /// <summary>A float32 in the fewest decimal digits that give it back.</summary>
    /// <param name="value">Any value.</param>
    public static string Of(float value) => Special(value) ?? $"{Decimal(value.ToString("R", CultureInfo.InvariantCulture))}f";

    /// <summary>A float64 in the fewest decimal digits that give it back.</summary>
    /// <param name="value">Any value.</param>
    public static string Of(double value) => Special(value) ?? Decimal(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>An integer.</summary>
    /// <param name="value">The integer.</param>
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>An array in the place of an argument. C has no empty ones: none is a single 0 that nothing reads.</summary>
    /// <param name="values">The values.</param>
    public static string Array(params ReadOnlySpan<int> values) => $"(const int[]){{{(values.IsEmpty ? "0" : List(values))}}}";

    /// <summary>Values with commas between.</summary>
    /// <param name="values">The values.</param>
    public static string List(params ReadOnlySpan<int> values) => string.Join(", ", values.ToArray().Select(value => Of(value)));

    /// <summary>Text that can neither end a comment nor begin another, nor hide a trigraph.</summary>
    /// <param name="text">Any text, e.g. a node's name.</param>
    public static string Comment(string text)
    {
        var safe = new System.Text.StringBuilder(text.Length);
        foreach (char character in text)
        {
            char last = safe.Length > 0 ? safe[^1] : ' ';
            if ((last, character) is ('*', '/') or ('/', '*') or ('?', '?')) safe.Append(' ');
            safe.Append(character is >= ' ' and <= '~' and not '\\' ? character : '?');
        }

        return safe.ToString().Replace("??", "? ?", StringComparison.Ordinal);
    }

    private static string? Special(double value) =>
        double.IsNaN(value) ? "NAN" : double.IsPositiveInfinity(value) ? "INFINITY" : double.IsNegativeInfinity(value) ? "-INFINITY" : null;

    private static string Decimal(string digits) => digits.AsSpan().ContainsAny(".E") ? digits.Replace('E', 'e') : $"{digits}.0";
}
