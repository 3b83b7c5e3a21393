using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RefCnn.Conformance;

/// <summary>
/// The one format of vector files: the envelope's members in a fixed order, two spaces of indentation, arrays of numbers on one line whatever their length,
/// and any other value on one line where that fits. Numbers stay as they were typed.
/// </summary>
public static class VectorWriter
{
    private const int LineLength = 140;

    private static readonly string[] Envelope =
        ["id", "comment", "flags", "tier", "source", "layer", "inputs", "expected", "mistrustedBecause"];

    /// <summary>The canonical text of a vector.</summary>
    /// <param name="vector">A vector file's JSON object.</param>
    public static string Format(JsonElement vector)
    {
        var members = vector.EnumerateObject().OrderBy(member => Rank(Envelope, member.Name)).ToList();
        var text = new StringBuilder();
        AppendMembers(text, members, 0);
        return text.Append('\n').ToString();
    }

    private static void Append(StringBuilder text, JsonElement value, int indent, int column)
    {
        string line = OneLine(value);
        if (IsScalars(value) || column + line.Length < LineLength)
        {
            text.Append(line);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            text.Append('[');
            string separator = "\n";
            foreach (JsonElement item in value.EnumerateArray())
            {
                text.Append(separator).Append(' ', indent + 2);
                Append(text, item, indent + 2, indent + 2);
                separator = ",\n";
            }

            text.Append('\n').Append(' ', indent).Append(']');
        }
        else
        {
            AppendMembers(text, Ordered(value), indent);
        }
    }

    private static void AppendMembers(StringBuilder text, IEnumerable<JsonProperty> members, int indent)
    {
        text.Append('{');
        string separator = "\n";
        foreach (JsonProperty member in members)
        {
            string name = Quote(member.Name) + ": ";
            text.Append(separator).Append(' ', indent + 2).Append(name);
            Append(text, member.Value, indent + 2, indent + 2 + name.Length);
            separator = ",\n";
        }

        text.Append('\n').Append(' ', indent).Append('}');
    }

    private static string OneLine(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when !value.EnumerateObject().Any() => "{}",
        JsonValueKind.Object => $"{{ {string.Join(", ", Ordered(value).Select(member => $"{Quote(member.Name)}: {OneLine(member.Value)}"))} }}",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(OneLine))}]",
        JsonValueKind.String => Quote(value.GetString()!),
        _ => value.GetRawText(),
    };

    private static bool IsScalars(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().All(item => item.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
        : value.ValueKind != JsonValueKind.Object;

    // A layer's kind and a tensor's shape come first; the rest stays as its author ordered it.
    private static IEnumerable<JsonProperty> Ordered(JsonElement value) =>
        value.EnumerateObject().OrderBy(member => Rank(["kind", "shape"], member.Name));

    private static int Rank(string[] order, string name) => Array.IndexOf(order, name) is >= 0 and var index ? index : order.Length;

    private static string Quote(string value) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)}\"";
}
