using System.Text.Json;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Keras;

/// <summary>The configuration of a layer or model: members of a JSON object, each checked to be of the type that its reader expects.</summary>
/// <param name="json">The object.</param>
/// <param name="fault">Makes the error of the layer.</param>
internal sealed class KerasConfig(JsonElement json, Func<string, Exception> fault)
{
    /// <summary>A member that is there and not null.</summary>
    /// <param name="name">Its name.</param>
    public JsonElement? Member(string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text, or a default.</summary>
    /// <param name="name">The member.</param>
    /// <param name="otherwise">What Keras takes where it is absent.</param>
    public string Text(string name, string otherwise) => Member(name) is not { } value ? otherwise
        : value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(name, value, "a text");

    /// <summary>A truth value, or a default.</summary>
    /// <param name="name">The member.</param>
    /// <param name="otherwise">What Keras takes where it is absent.</param>
    public bool Flag(string name, bool otherwise) => Member(name) is not { } value ? otherwise
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, value, "true or false");

    /// <summary>A number, or null where it is absent. Some layers store numbers as arrays of one, {"type": "ndarray", "value": 0.1}.</summary>
    /// <param name="name">The member.</param>
    public double? Number(string name)
    {
        if (Member(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("value", out JsonElement inner)) value = inner;
        return value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Wrong(name, value, "a number");
    }

    /// <summary>A whole number, or a default.</summary>
    /// <param name="name">The member.</param>
    /// <param name="otherwise">What Keras takes where it is absent.</param>
    public int Integer(string name, int otherwise) => Member(name) is not { } value ? otherwise
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Wrong(name, value, "a whole number");

    /// <summary>Whole numbers; a single one counts as a list of one, and null in the list as −1. Null where the member is absent.</summary>
    /// <param name="name">The member.</param>
    public int[]? Integers(string name)
    {
        if (Member(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number) return [Integer(name, 0)];
        if (value.ValueKind != JsonValueKind.Array) throw Wrong(name, value, "whole numbers");
        return [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Null ? -1
            : item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int number) ? number : throw Wrong(name, value, "whole numbers"))];
    }

    /// <summary>Height and width: two numbers, or one for both; null where the member is absent.</summary>
    /// <param name="name">The member.</param>
    public Size2D? Size(string name) => Integers(name) switch
    {
        null => null,
        [int both] => both,
        [int height, int width] => new Size2D(height, width),
        int[] others => throw fault($"'{name}' has {others.Length} numbers; expected 1 or 2"),
    };

    /// <summary>Samples on four sides: one number, [vertical, horizontal], or [[top, bottom], [left, right]].</summary>
    /// <param name="name">The member.</param>
    public Padding2D Sides(string name)
    {
        if (Member(name) is not { } value) throw fault($"has no '{name}'");
        if (value.ValueKind == JsonValueKind.Number) return Integer(name, 0);
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2)
        {
            int[][] pairs = [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Array
                ? item.EnumerateArray().Select(number => number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out int side) ? side : throw Wrong(name, value, "whole numbers")).ToArray()
                : item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int both) ? [both, both] : throw Wrong(name, value, "whole numbers"))];
            if (pairs is [[int top, int bottom], [int left, int right]]) return new Padding2D(top, left, bottom, right);
        }

        throw Wrong(name, value, "one number, two, or two pairs");
    }

    private Exception Wrong(string name, JsonElement value, string expected) => fault($"'{name}' is {value.GetRawText()}; expected {expected}");
}
