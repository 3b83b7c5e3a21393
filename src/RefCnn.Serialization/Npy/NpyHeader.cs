using System.Collections.Immutable;
using System.Globalization;
using RefCnn.Core;

namespace RefCnn.Serialization;

/// <summary>
/// The header of a .npy file: a Python dictionary with exactly the keys <c>descr</c>, <c>fortran_order</c> and <c>shape</c>,
/// as NumPy's format specification (numpy.lib.format) defines it.
/// </summary>
internal sealed record NpyHeader(NpyElement Element, bool BigEndian, bool FortranOrder, Shape Shape)
{
    /// <summary>Reads a header.</summary>
    /// <param name="text">The text between the preamble and the elements.</param>
    /// <exception cref="RefCnnException">Place, actual and expected, without the file's name.</exception>
    public static NpyHeader Parse(string text)
    {
        var reader = new Reader(text);
        string? descriptor = null;
        bool? fortranOrder = null;
        Shape? shape = null;
        reader.Expect('{');
        while (!reader.TryTake('}'))
        {
            int place = reader.Position;
            string key = reader.String();
            reader.Expect(':');
            bool isNew = key switch
            {
                "descr" => descriptor is null,
                "fortran_order" => fortranOrder is null,
                "shape" => shape is null,
                _ => throw Reader.Error(place, $"key '{key}'", "descr, fortran_order or shape"),
            };
            if (!isNew) throw Reader.Error(place, $"key '{key}' again", "each key once");
            if (key == "descr") descriptor = reader.Descriptor();
            else if (key == "fortran_order") fortranOrder = reader.Boolean();
            else shape = reader.Tuple();
            if (reader.TryTake(',')) continue;
            reader.Expect('}');
            break;
        }

        reader.ExpectEnd();
        if (descriptor is null || fortranOrder is null || shape is null)
            throw Reader.Error(text.Length, "a header with a key missing", "descr, fortran_order and shape");
        (NpyElement element, bool bigEndian) = ElementOf(descriptor);
        return new NpyHeader(element, bigEndian, fortranOrder.Value, shape.Value);
    }

    /// <summary>The header's text, without padding.</summary>
    public static string Text(NpyElement element, Shape shape)
    {
        string extents = string.Join(", ", shape.Extents.ToArray());
        string tuple = shape.Rank == 1 ? $"({extents},)" : $"({extents})";
        return $"{{'descr': '{element.Descriptor()}', 'fortran_order': False, 'shape': {tuple}, }}";
    }

    private static (NpyElement Element, bool BigEndian) ElementOf(string descriptor)
    {
        if (descriptor is ['|', 'O', ..])
            throw new RefCnnException("element type is an object array ('|O'), which could run code when read; expected numbers: save with a numeric dtype");
        NpyElement? element = descriptor.Length == 3 ? NpyElements.Parse(descriptor[1..]) : null;
        bool isOrdered = element is { } known && (descriptor[0] is '<' or '>' || (descriptor[0] == '|' && known.Size() == 1));
        if (!isOrdered)
            throw new RefCnnException($"element type is '{descriptor}'; expected < or > (| for single bytes) and one of {NpyElements.Codes}");
        return (element!.Value, descriptor[0] == '>');
    }

    private sealed class Reader(string text)
    {
        public int Position { get; private set; }

        private char Current => Position < text.Length ? text[Position] : '\0';

        public static RefCnnException Error(int place, string actual, string expected) =>
            new($"header, character {place}: {actual}; expected {expected}");

        public bool TryTake(char wanted)
        {
            SkipSpace();
            if (Current != wanted) return false;
            Position++;
            return true;
        }

        public void Expect(char wanted)
        {
            if (!TryTake(wanted)) throw Unexpected($"'{wanted}'");
        }

        public void ExpectEnd()
        {
            SkipSpace();
            if (Position < text.Length) throw Unexpected("only spaces and a line feed");
        }

        public string String()
        {
            SkipSpace();
            char quote = Current;
            int end = quote is '\'' or '"' ? text.IndexOf(quote, Position + 1) : -1;
            if (end < 0) throw Unexpected("a quoted string");
            string value = text[(Position + 1)..end];
            foreach (char c in value)
            {
                if (c is < ' ' or > '~' or '\\') throw Error(Position, "a string with control or other unusual characters", "plain ASCII");
            }

            Position = end + 1;
            return value;
        }

        public string Descriptor()
        {
            SkipSpace();
            if (Current == '[') throw Error(Position, "a structured element type", "a single one, e.g. '<f4'");
            return String();
        }

        public bool Boolean()
        {
            SkipSpace();
            foreach (string word in (ReadOnlySpan<string>)["True", "False"])
            {
                if (string.CompareOrdinal(text, Position, word, 0, word.Length) != 0) continue;
                Position += word.Length;
                return word == "True";
            }

            throw Unexpected("True or False");
        }

        public Shape Tuple()
        {
            int place = Position;
            var extents = ImmutableArray.CreateBuilder<int>();
            Expect('(');
            bool closed = TryTake(')');
            while (!closed)
            {
                extents.Add(Extent());
                bool comma = TryTake(',');
                closed = TryTake(')');
                if (!comma && (!closed || extents.Count == 1)) throw Unexpected("',' in the shape");
                if (extents.Count > Shape.MaximumRank) throw Error(place, $"a shape of more than {Shape.MaximumRank} dimensions", "at most that many");
            }

            return new Shape(extents.ToArray());
        }

        private int Extent()
        {
            SkipSpace();
            int start = Position;
            while (char.IsAsciiDigit(Current)) Position++;
            if (start == Position) throw Unexpected("an extent of zero or more");
            if (!int.TryParse(text.AsSpan(start, Position - start), NumberStyles.None, CultureInfo.InvariantCulture, out int extent))
                throw Error(start, "an extent too large", $"at most {int.MaxValue}");
            return extent;
        }

        private RefCnnException Unexpected(string expected) =>
            Error(Position, Position < text.Length ? $"0x{(int)text[Position]:X2}{(char.IsAsciiLetterOrDigit(Current) || char.IsPunctuation(Current) ? $" ('{Current}')" : "")}" : "the header's end", expected);

        private void SkipSpace()
        {
            while (Current is ' ' or '\n') Position++;
        }
    }
}
