using System.Text.Json;
using System.Text.Json.Serialization;
using RefCnn.Core.Layers;

namespace RefCnn.Serialization;

/// <summary>A window whose stride and dilation default to 1 and whose padding defaults to none: <c>{"kernel": [3, 3], "padding": [1, 1, 1, 1]}</c>.</summary>
internal sealed class Window2DJsonConverter : JsonConverter<Window2D>
{
    private static readonly Size2DJsonConverter Pair = new();
    private static readonly Padding2DJsonConverter Sides = new();

    public override Window2D Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("expected a window: an object with a kernel");
        Size2D? kernel = null;
        Size2D stride = Size2D.One, dilation = Size2D.One;
        Padding2D padding = Padding2D.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "kernel": kernel = Pair.Read(ref reader, typeof(Size2D), options); break;
                case "stride": stride = Pair.Read(ref reader, typeof(Size2D), options); break;
                case "dilation": dilation = Pair.Read(ref reader, typeof(Size2D), options); break;
                case "padding": padding = Sides.Read(ref reader, typeof(Padding2D), options); break;
                default: throw new JsonException($"a window has no '{name}'; it has kernel, stride, dilation and padding");
            }
        }

        return new Window2D(kernel ?? throw new JsonException("a window has no kernel"), stride, dilation, padding);
    }

    public override void Write(Utf8JsonWriter writer, Window2D value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("kernel");
        Pair.Write(writer, value.Kernel, options);
        if (value.Stride != Size2D.One)
        {
            writer.WritePropertyName("stride");
            Pair.Write(writer, value.Stride, options);
        }

        if (value.Dilation != Size2D.One)
        {
            writer.WritePropertyName("dilation");
            Pair.Write(writer, value.Dilation, options);
        }

        if (value.Padding != Padding2D.None)
        {
            writer.WritePropertyName("padding");
            Sides.Write(writer, value.Padding, options);
        }

        writer.WriteEndObject();
    }
}
