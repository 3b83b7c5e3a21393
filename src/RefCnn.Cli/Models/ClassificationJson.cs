using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RefCnn.Cli.Models;

/// <summary>A classification for programs.</summary>
internal static class ClassificationJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text <c>{"image", "softmaxApplied", "classes": [{"index", "label", "probability"}]}</c>.</summary>
    /// <param name="image">The picture's file.</param>
    /// <param name="classification">The classes.</param>
    public static string Format(string image, Classification classification)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteString("image", image);
            json.WriteBoolean("softmaxApplied", classification.SoftmaxApplied);
            json.WriteStartArray("classes");
            foreach (RankedClass entry in classification.Classes)
            {
                json.WriteStartObject();
                json.WriteNumber("index", entry.Index);
                json.WriteString("label", entry.Label);
                json.WriteNumber("probability", entry.Probability);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
