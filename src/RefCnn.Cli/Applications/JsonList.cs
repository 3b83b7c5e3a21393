using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RefCnn.Cli.Applications;

/// <summary>A JSON array of objects.</summary>
internal sealed class JsonList
{
    private readonly List<Action<Utf8JsonWriter>> items = [];

    /// <summary>Adds an object.</summary>
    /// <param name="members">Writes its members.</param>
    public void Add(Action<Utf8JsonWriter> members) => items.Add(members);

    /// <summary>Writes the array as a member of an object.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="name">The member.</param>
    public void WriteTo(Utf8JsonWriter json, string name)
    {
        json.WritePropertyName(name);
        WriteTo(json);
    }

    /// <summary>The array as a text.</summary>
    public string Text() => Format(WriteTo);

    /// <summary>An object as a text.</summary>
    /// <param name="members">Writes its members.</param>
    public static string Object(Action<Utf8JsonWriter> members) => Format(json => Braced(json, members));

    private void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (Action<Utf8JsonWriter> item in items) Braced(json, item);
        json.WriteEndArray();
    }

    private static void Braced(Utf8JsonWriter json, Action<Utf8JsonWriter> members)
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    }

    private static string Format(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) write(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
