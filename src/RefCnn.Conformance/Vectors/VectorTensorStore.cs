using System.Globalization;
using System.Text.Json;
using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.Conformance;

/// <summary>
/// The tensors of a vector file: a shape and exactly one of literal <c>values</c>, a <c>file</c>, a <c>seeded</c> or <c>fullMantissa</c> stream, or one value to <c>fill</c> with.
/// The streams are seeded with the case's identifier and their own name, so that every tensor of the suite has its own.
/// </summary>
/// <param name="id">The case's identifier.</param>
/// <param name="folder">The folder of the case, for tensors that are a <c>file</c> beside it; null where there can be none.</param>
public sealed class VectorTensorStore(string id, string? folder = null) : ITensorStore
{
    private static readonly string[] Ways = ["values", "seeded", "fullMantissa", "fill", "file"];

    private readonly List<string> names = [];

    /// <summary>The names of the streams read so far, in order; a name read twice is there twice.</summary>
    public IReadOnlyList<string> Names => names;

    /// <inheritdoc/>
    public Tensor<float> Read(JsonElement value)
    {
        var members = StrictObject.Of(value, "", "a tensor");
        Shape shape = members.Shape("shape");
        string[] ways = [.. Ways.Where(members.Has)];
        if (ways.Length != 1)
            throw new JsonException($"a tensor has {(ways.Length == 0 ? "no values" : string.Join(" and ", ways))}; expected exactly one of {string.Join(", ", Ways)}");

        Tensor<float> tensor = ways[0] switch
        {
            "values" => Literal(members, shape),
            "seeded" => Seeded(members.Object("seeded"), shape),
            "fullMantissa" => FullMantissa(members.Object("fullMantissa"), shape),
            "file" => Stored(members.Text("file"), shape),
            _ => Filled(shape, members.Single("fill")),
        };
        members.RefuseOthers();
        return tensor;
    }

    /// <inheritdoc/>
    /// <remarks>One value repeated at least four times is written as a fill, everything else literally, in the shortest form that reads back the same.</remarks>
    public void Write(Utf8JsonWriter writer, Tensor<float> tensor)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("shape");
        foreach (int extent in tensor.Shape.Extents) writer.WriteNumberValue(extent);
        writer.WriteEndArray();
        if (tensor.Count >= 4 && tensor.Values.All(value => BitConverter.SingleToInt32Bits(value) == BitConverter.SingleToInt32Bits(tensor[0])))
        {
            writer.WritePropertyName("fill");
            WriteNumber(writer, tensor[0]);
        }
        else
        {
            writer.WriteStartArray("values");
            foreach (float value in tensor.Span) WriteNumber(writer, value);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, float value)
    {
        if (float.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }

    private static Tensor<float> Literal(StrictObject members, Shape shape)
    {
        float[] values = members.Singles("values");
        return values.Length == shape.Count
            ? new Tensor<float>(shape, values)
            : throw new JsonException($"a tensor of {shape} has {values.Length} values; expected {shape.Count}");
    }

    private Tensor<float> Stored(string file, Shape shape)
    {
        if (folder is null || file != Path.GetFileName(file)) throw new JsonException($"a tensor is in '{file}'; expected the name of a file beside the case");
        Tensor<float> tensor = NpyFile.Read(Path.Combine(folder, file)).ToSingle();
        return tensor.Shape == shape ? tensor : throw new JsonException($"{file} has the shape {tensor.Shape}; expected {shape}");
    }

    private static Tensor<float> Filled(Shape shape, float value)
    {
        var tensor = new Tensor<float>(shape);
        tensor.Span.Fill(value);
        return tensor;
    }

    private Tensor<float> Seeded(StrictObject stream, Shape shape)
    {
        string name = Name(stream);
        int limit = stream.Whole("limit"), exponent = stream.Whole("exponent"), offset = stream.Whole("offset", 0);
        stream.RefuseOthers();
        return SeededTensor.Integers(name, shape, limit, exponent, offset);
    }

    private Tensor<float> FullMantissa(StrictObject stream, Shape shape)
    {
        string name = Name(stream);
        int exponent = stream.Whole("exponent");
        stream.RefuseOthers();
        return SeededTensor.FullMantissa(name, shape, exponent);
    }

    private string Name(StrictObject stream)
    {
        string name = stream.Text("name");
        names.Add(name);
        return $"{id}/{name}";
    }
}
