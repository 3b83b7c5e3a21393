using System.Text.Json;
using System.Text.Json.Serialization;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Serialization;

/// <summary>A group of whole numbers as a JSON array.</summary>
internal abstract class NumberListJsonConverter<T>(string expected) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var numbers = new List<int>();
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException($"expected {expected}");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int number)) throw new JsonException($"expected {expected}");
            numbers.Add(number);
        }

        return TryMake([.. numbers], out T value) ? value : throw new JsonException($"expected {expected}; found {numbers.Count} numbers");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (int number in Numbers(value)) writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }

    protected abstract bool TryMake(int[] numbers, out T value);

    protected abstract int[] Numbers(T value);
}

/// <summary>A shape as its extents.</summary>
internal sealed class ShapeJsonConverter() : NumberListJsonConverter<Shape>("a shape: an array of up to 6 extents")
{
    protected override bool TryMake(int[] numbers, out Shape value)
    {
        value = numbers.Length <= Shape.MaximumRank ? new Shape(numbers) : default;
        return numbers.Length <= Shape.MaximumRank;
    }

    protected override int[] Numbers(Shape value) => value.Extents.ToArray();
}

/// <summary>Height and width.</summary>
internal sealed class Size2DJsonConverter() : NumberListJsonConverter<Size2D>("two numbers: height, width")
{
    protected override bool TryMake(int[] numbers, out Size2D value)
    {
        value = numbers is [int height, int width] ? new(height, width) : default;
        return numbers.Length == 2;
    }

    protected override int[] Numbers(Size2D value) => [value.Height, value.Width];
}

/// <summary>Top, left, bottom and right.</summary>
internal sealed class Padding2DJsonConverter() : NumberListJsonConverter<Padding2D>("four numbers: top, left, bottom, right")
{
    protected override bool TryMake(int[] numbers, out Padding2D value)
    {
        value = numbers is [int top, int left, int bottom, int right] ? new(top, left, bottom, right) : default;
        return numbers.Length == 4;
    }

    protected override int[] Numbers(Padding2D value) => [value.Top, value.Left, value.Bottom, value.Right];
}
