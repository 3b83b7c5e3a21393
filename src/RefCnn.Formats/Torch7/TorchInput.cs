using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace RefCnn.Formats.Torch7;

/// <summary>Numbers and strings of a .t7 file, in its binary or its ASCII form. Nothing is read, or allocated, that the file is too short to hold.</summary>
/// <param name="data">The file.</param>
/// <param name="isAscii">Which form it has.</param>
internal sealed class TorchInput(byte[] data, bool isAscii)
{
    private int position;

    private int Left => data.Length - position;

    /// <summary>A whole number of 32 bits.</summary>
    public int Int() => isAscii ? (int)Math.Clamp(Whole(), int.MinValue, int.MaxValue) : BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    /// <summary>A whole number of 64 bits.</summary>
    public long Long() => isAscii ? Whole() : BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    /// <summary>A real number.</summary>
    public double Double() => isAscii ? Real() : BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <summary>A string: its length, then its bytes.</summary>
    public string String()
    {
        int length = Int();
        string text = Encoding.Latin1.GetString(Take(length));
        SkipLineFeed();
        return text;
    }

    /// <summary>The elements of a storage.</summary>
    /// <param name="element">Their type: Float, Double, Long, Int, Short, Byte or Char.</param>
    /// <param name="count">How many.</param>
    /// <returns>The elements, or null where the type is none of these.</returns>
    public double[]? Elements(string element, long count)
    {
        int size = element switch { "Double" or "Long" => 8, "Float" or "Int" or "Cuda" => 4, "Short" => 2, "Byte" or "Char" => 1, _ => 0 };
        if (size == 0) return null;
        int least = isAscii && size > 1 ? 2 : size;
        if (count < 0 || count > (Left + 1L) / least) throw new InvalidDataException($"byte {position}: a storage of {count} elements of {element} in the {Left} bytes that are left");
        double[] values = new double[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = isAscii && size > 1 ? Real() : element switch
            {
                "Double" => BinaryPrimitives.ReadDoubleLittleEndian(Take(size)),
                "Long" => BinaryPrimitives.ReadInt64LittleEndian(Take(size)),
                "Int" => BinaryPrimitives.ReadInt32LittleEndian(Take(size)),
                "Short" => BinaryPrimitives.ReadInt16LittleEndian(Take(size)),
                "Byte" => Take(size)[0],
                "Char" => (sbyte)Take(size)[0],
                _ => BinaryPrimitives.ReadSingleLittleEndian(Take(size)),
            };
        }

        if (size == 1) SkipLineFeed();
        return values;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Left) throw new InvalidDataException($"byte {position}: {count} bytes wanted where {Left} are left");
        position += count;
        return data.AsSpan(position - count, count);
    }

    private void SkipLineFeed()
    {
        if (isAscii && Left > 0 && data[position] == (byte)'\n') position++;
    }

    private string Word()
    {
        while (Left > 0 && data[position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') position++;
        int start = position;
        while (Left > 0 && data[position] > (byte)' ') position++;
        string word = Encoding.Latin1.GetString(data, start, position - start);

        // One line feed belongs to the number: what follows may be a string, which begins at once.
        SkipLineFeed();
        return word;
    }

    private long Whole()
    {
        int start = position;
        string word = Word();
        return long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw new InvalidDataException($"byte {start}: '{word}' where a whole number should be");
    }

    private double Real()
    {
        int start = position;
        string word = Word();
        return word.TrimStart('-') switch
        {
            "nan" => double.NaN,
            "inf" => word[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
            _ => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw new InvalidDataException($"byte {start}: '{word}' where a number should be"),
        };
    }
}
