using System.Globalization;
using System.Text;

namespace RefCnn.Formats.TextProto;

/// <summary>Cuts protobuf's text format into tokens (https://protobuf.dev/reference/protobuf/textformat-spec/). Comments run from # to the line's end.</summary>
/// <param name="text">The text.</param>
internal sealed class TextTokenizer(string text)
{
    private int position;
    private int line = 1;
    private int lineStart;

    private char Current => position < text.Length ? text[position] : '\0';

    /// <summary>The next token.</summary>
    /// <exception cref="TextProtoException">A character that starts none, or a string without an end.</exception>
    public TextToken Next()
    {
        SkipSpace();
        int start = position;
        TextToken At(TextTokenKind kind, string value) => new(kind, value, line, start - lineStart + 1);
        if (position >= text.Length) return At(TextTokenKind.End, string.Empty);
        char first = Current;
        if (char.IsAsciiLetter(first) || first == '_')
        {
            while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '.' or '/') position++;
            return At(TextTokenKind.Identifier, text[start..position]);
        }

        if (char.IsAsciiDigit(first) || (first == '.' && position + 1 < text.Length && char.IsAsciiDigit(text[position + 1])))
        {
            SkipNumber();
            return At(TextTokenKind.Number, text[start..position]);
        }

        if (first is '"' or '\'') return At(TextTokenKind.String, String(At(TextTokenKind.String, string.Empty)));
        position++;
        if ("{}<>[]:,;-".Contains(first, StringComparison.Ordinal)) return At(TextTokenKind.Mark, first.ToString());
        throw new TextProtoException(At(TextTokenKind.Mark, first.ToString()), $"a character '{first}' (U+{(int)first:X4}) starts neither a name, a number, a string nor a mark");
    }

    private void SkipSpace()
    {
        for (; position < text.Length; position++)
        {
            if (Current == '#')
            {
                int end = text.IndexOf('\n', position);
                position = end < 0 ? text.Length : end;
                if (position >= text.Length) return;
            }

            if (Current == '\n') (line, lineStart) = (line + 1, position + 1);
            else if (!char.IsWhiteSpace(Current) && Current != '\uFEFF') return;
        }
    }

    private void SkipNumber()
    {
        for (; position < text.Length; position++)
        {
            bool isExponentSign = Current is '+' or '-' && text[position - 1] is 'e' or 'E';
            if (!char.IsAsciiLetterOrDigit(Current) && Current != '.' && !isExponentSign) return;
        }
    }

    private string String(TextToken start)
    {
        char quote = Current;
        var bytes = new List<byte>();
        position++;
        while (Current != quote)
        {
            if (position >= text.Length || Current == '\n') throw new TextProtoException(start, "a string has no end on its line");
            if (Current == '\\') Escape(bytes, start);
            else bytes.AddRange(Encoding.UTF8.GetBytes(Rune()));
        }

        position++;
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private string Rune()
    {
        int length = char.IsHighSurrogate(Current) && position + 1 < text.Length ? 2 : 1;
        position += length;
        return text.Substring(position - length, length);
    }

    private void Escape(List<byte> bytes, TextToken start)
    {
        position++;
        char kind = Current;
        position++;
        switch (kind)
        {
            case 'n': bytes.Add((byte)'\n'); break;
            case 't': bytes.Add((byte)'\t'); break;
            case 'r': bytes.Add((byte)'\r'); break;
            case 'a': bytes.Add(7); break;
            case 'b': bytes.Add(8); break;
            case 'f': bytes.Add(12); break;
            case 'v': bytes.Add(11); break;
            case '\\' or '\'' or '"' or '?': bytes.Add((byte)kind); break;
            case 'x' or 'X': bytes.Add((byte)Digits(16, 2, char.IsAsciiHexDigit, start)); break;
            case >= '0' and <= '7':
                position--;
                bytes.Add((byte)Digits(8, 3, digit => digit is >= '0' and <= '7', start));
                break;
            case 'u': bytes.AddRange(Encoding.UTF8.GetBytes(((char)Digits(16, 4, char.IsAsciiHexDigit, start)).ToString())); break;
            default: throw new TextProtoException(start, $"a string has the escape '\\{kind}', which does not exist");
        }
    }

    private int Digits(int numberBase, int most, Predicate<char> isDigit, TextToken start)
    {
        int value = 0, count = 0;
        for (; count < most && isDigit(Current); count++, position++) value = (value * numberBase) + int.Parse(Current.ToString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return count > 0 ? value : throw new TextProtoException(start, "a string has an escape without digits");
    }
}
