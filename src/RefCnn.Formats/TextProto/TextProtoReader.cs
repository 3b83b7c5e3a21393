using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using RefCnn.Core;

namespace RefCnn.Formats.TextProto;

/// <summary>
/// Reads messages in protobuf's text format, by their descriptors: scalars, enumerations by name or number, messages in braces or angle brackets, lists in
/// brackets, strings in pieces. A field that a message has not is an error, except where the caller skips it.
/// </summary>
internal sealed class TextProtoReader
{
    private readonly TextTokenizer tokens;
    private readonly Func<MessageDescriptor, string, bool> skips;
    private TextToken current;
    private int depth;

    private TextProtoReader(string text, Func<MessageDescriptor, string, bool> skips)
    {
        tokens = new TextTokenizer(text);
        this.skips = skips;
        current = tokens.Next();
    }

    /// <summary>Reads a message that takes up a whole text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="message">The message, which is filled.</param>
    /// <param name="skips">Whether a field that a message has not is skipped.</param>
    /// <exception cref="TextProtoException">The text is not such a message; the message names line and column.</exception>
    public static void Read(string text, IMessage message, Func<MessageDescriptor, string, bool> skips)
    {
        var reader = new TextProtoReader(text, skips);
        reader.Fields(message, null);
    }

    private void Fields(IMessage message, char? end)
    {
        while (end is null ? current.Kind != TextTokenKind.End : !current.Is(end.Value))
        {
            TextToken name = Take(TextTokenKind.Identifier, end is null ? "a field's name" : $"a field's name or '{end}'");
            FieldDescriptor? field = message.Descriptor.FindFieldByName(name.Text);
            if (field is not null) Field(message, field, name);
            else if (skips(message.Descriptor, name.Text)) Skip();
            else throw new TextProtoException(name, $"{message.Descriptor.Name} has no field '{name.Text}'; it has {string.Join(", ", message.Descriptor.Fields.InDeclarationOrder().Select(known => known.Name))}");
            if (current.Is(',') || current.Is(';')) Advance();
        }
    }

    private void Field(IMessage message, FieldDescriptor field, TextToken name)
    {
        bool isMessage = field.FieldType is FieldType.Message or FieldType.Group;
        if (current.Is(':')) Advance();
        else if (!isMessage) throw new TextProtoException(current, $"{current} follows '{name.Text}'; expected ':'");
        if (!field.IsRepeated)
        {
            if (field.Accessor.HasValue(message)) throw new TextProtoException(name, $"'{name.Text}' is given twice; expected once");
            field.Accessor.SetValue(message, isMessage ? Message(field) : Scalar(field));
            return;
        }

        var list = (IList)field.Accessor.GetValue(message);
        if (!current.Is('['))
        {
            list.Add(isMessage ? Message(field) : Scalar(field));
            return;
        }

        Advance();
        while (!current.Is(']'))
        {
            list.Add(isMessage ? Message(field) : Scalar(field));
            if (current.Is(',')) Advance();
            else if (!current.Is(']')) throw new TextProtoException(current, $"{current} in a list; expected ',' or ']'");
        }

        Advance();
    }

    private IMessage Message(FieldDescriptor field)
    {
        char end = Open();
        IMessage message = field.MessageType.Parser.ParseFrom(ByteString.Empty);
        Fields(message, end);
        Close();
        return message;
    }

    private object Scalar(FieldDescriptor field)
    {
        if (field.FieldType == FieldType.String)
        {
            var pieces = new List<string> { Take(TextTokenKind.String, "a string").Text };
            while (current.Kind == TextTokenKind.String) pieces.Add(Take(TextTokenKind.String, "a string").Text);
            return string.Concat(pieces);
        }

        bool negative = current.Is('-');
        if (negative) Advance();
        TextToken token = current;
        if (token.Kind is not (TextTokenKind.Identifier or TextTokenKind.Number))
            throw new TextProtoException(token, $"{token} for '{field.Name}'; expected {Expected(field)}");
        Advance();
        object? value = field.FieldType == FieldType.Enum
            ? Enumeration(field, token, negative)
            : TextProtoNumber.Parse(field.FieldType, token.Text, negative);
        return value ?? throw new TextProtoException(token, $"'{(negative ? "-" : string.Empty)}{token.Text}' for '{field.Name}'; expected {Expected(field)}");
    }

    private static int? Enumeration(FieldDescriptor field, TextToken token, bool negative)
    {
        EnumValueDescriptor? value = token.Kind == TextTokenKind.Identifier && !negative ? field.EnumType.FindValueByName(token.Text) : null;
        if (value is not null) return value.Number;
        return TextProtoNumber.Parse(FieldType.Int32, token.Text, negative) is int number && field.EnumType.FindValueByNumber(number) is not null ? number : null;
    }

    private static string Expected(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Enum => $"one of {string.Join(", ", field.EnumType.Values.Select(value => value.Name))}",
        FieldType.Bool => "true or false",
        FieldType.Float or FieldType.Double => "a number",
        FieldType.UInt32 or FieldType.UInt64 => "a whole number, 0 or more",
        _ => "a whole number",
    };

    // A value without its field's descriptor: a message, a list, or scalars.
    private void Skip()
    {
        if (current.Is(':')) Advance();
        if (current.Is('['))
        {
            Advance();
            while (!current.Is(']'))
            {
                SkipValue();
                if (current.Is(',')) Advance();
            }

            Advance();
        }
        else
        {
            SkipValue();
        }
    }

    private void SkipValue()
    {
        if (current.Is('{') || current.Is('<'))
        {
            char end = Open();
            while (!current.Is(end))
            {
                Take(TextTokenKind.Identifier, $"a field's name or '{end}'");
                Skip();
                if (current.Is(',') || current.Is(';')) Advance();
            }

            Close();
            return;
        }

        if (current.Is('-')) Advance();
        if (current.Kind is TextTokenKind.Mark or TextTokenKind.End) throw new TextProtoException(current, $"{current} where a value should be");
        bool isString = current.Kind == TextTokenKind.String;
        Advance();
        while (isString && current.Kind == TextTokenKind.String) Advance();
    }

    private char Open()
    {
        char end = current.Is('{') ? '}' : current.Is('<') ? '>' : throw new TextProtoException(current, $"{current} where a message should be; expected '{{'");
        if (++depth > Limits.Current.Nesting) throw new TextProtoException(current, $"messages are nested more than {Limits.Current.Nesting} deep (--limit nesting=N sets another limit)");
        Advance();
        return end;
    }

    private void Close()
    {
        depth--;
        Advance();
    }

    private TextToken Take(TextTokenKind kind, string expected)
    {
        TextToken token = current;
        if (token.Kind != kind) throw new TextProtoException(token, $"{token}; expected {expected}");
        Advance();
        return token;
    }

    private void Advance() => current = tokens.Next();
}
