namespace RefCnn.Formats.TextProto;

/// <summary>What a token of protobuf's text format is.</summary>
internal enum TextTokenKind
{
    /// <summary>A name: of a field, an enumeration value, or true, false, inf, nan.</summary>
    Identifier,

    /// <summary>A whole or real number without its sign.</summary>
    Number,

    /// <summary>A quoted string; the text is unescaped.</summary>
    String,

    /// <summary>One of the marks { } &lt; &gt; [ ] : , ; -.</summary>
    Mark,

    /// <summary>The end of the text.</summary>
    End,
}

/// <summary>A token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="Line">The line that it starts on, from 1.</param>
/// <param name="Column">The column that it starts at, from 1.</param>
internal readonly record struct TextToken(TextTokenKind Kind, string Text, int Line, int Column)
{
    /// <summary>Whether it is that mark.</summary>
    /// <param name="mark">The mark.</param>
    public bool Is(char mark) => Kind == TextTokenKind.Mark && Text[0] == mark;

    /// <summary>The token, for messages.</summary>
    public override string ToString() => Kind switch { TextTokenKind.End => "the end of the text", TextTokenKind.String => $"the string \"{Text}\"", _ => $"'{Text}'" };
}
