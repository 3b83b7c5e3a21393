using System.Globalization;
using System.Text.Json;
using RefCnn.Core;

namespace RefCnn.Conformance;

/// <summary>A JSON object that is read member by member, after which no others may be left. Errors name the member's path.</summary>
internal sealed class StrictObject
{
    private readonly Dictionary<string, JsonElement> left;
    private readonly string path;
    private readonly string what;

    private StrictObject(JsonElement value, string path, string what)
    {
        left = value.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
        this.path = path;
        this.what = what;
    }

    /// <summary>Starts to read an object.</summary>
    /// <param name="value">The object.</param>
    /// <param name="path">Where it is, e.g. <c>$.source</c>; empty where others add the path.</param>
    /// <param name="what">What it describes, for messages.</param>
    public static StrictObject Of(JsonElement value, string path, string what) =>
        value.ValueKind == JsonValueKind.Object ? new(value, path, what) : throw Fault(path, $"expected {what}: an object; found {Describe(value)}");

    public bool Has(string name) => left.ContainsKey(name);

    public JsonElement Take(string name) =>
        left.Remove(name, out JsonElement value) ? value : throw Fault(path, $"{what} has no '{name}'");

    public string Text(string name)
    {
        JsonElement value = Take(name);
        return value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0
            ? value.GetString()!
            : throw Fault(Below(name), $"expected a text; found {Describe(value)}");
    }

    public string? OptionalText(string name) => Has(name) ? Text(name) : null;

    public int Whole(string name, int? otherwise = null)
    {
        if (otherwise is { } value && !Has(name)) return value;
        JsonElement element = Take(name);
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int number)
            ? number
            : throw Fault(Below(name), $"expected a whole number; found {Describe(element)}");
    }

    public float Single(string name) => ToSingle(Take(name), Below(name));

    public double Double(string name) => ToDouble(Take(name), Below(name));

    public float[] Singles(string name) => [.. Items(name).Select(item => ToSingle(item.Value, item.Path))];

    public double[] Doubles(string name) => [.. Items(name).Select(item => ToDouble(item.Value, item.Path))];

    public Shape Shape(string name)
    {
        int[] extents = [.. Items(name).Select(item => item.Value.ValueKind == JsonValueKind.Number && item.Value.TryGetInt32(out int extent)
            ? extent
            : throw Fault(item.Path, $"expected an extent; found {Describe(item.Value)}"))];
        try
        {
            return new Shape(extents);
        }
        catch (RefCnnException fault)
        {
            throw Fault(Below(name), fault.Message);
        }
    }

    public StrictObject Object(string name) => Of(Take(name), Below(name), $"'{name}'");

    public IEnumerable<(JsonElement Value, string Path)> Items(string name)
    {
        JsonElement array = Take(name);
        return array.ValueKind == JsonValueKind.Array
            ? array.EnumerateArray().Select((item, index) => (item, string.Create(CultureInfo.InvariantCulture, $"{Below(name)}[{index}]")))
            : throw Fault(Below(name), $"expected an array; found {Describe(array)}");
    }

    public void RefuseOthers()
    {
        if (left.Count > 0) throw Fault(path, $"{what} has an unknown member '{left.Keys.First()}'");
    }

    public static JsonException Fault(string path, string message) => new(path.Length > 0 ? $"{path}: {message}" : message);

    private static float ToSingle(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out float number) && float.IsFinite(number)
            ? number
            : (float)Special(value, path, "a number that float32 holds");

    private static double ToDouble(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : Special(value, path, "a number");

    private static double Special(JsonElement value, string path, string expected) => value.ValueKind == JsonValueKind.String
        ? value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => throw Fault(path, $"expected {expected}, \"NaN\", \"Infinity\" or \"-Infinity\"; found {Describe(value)}"),
        }
        : throw Fault(path, $"expected {expected}; found {Describe(value)}");

    private static string Describe(JsonElement value)
    {
        string text = value.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= 40 ? text : text[..39] + "…";
    }

    private string Below(string name) => path.Length > 0 ? $"{path}.{name}" : name;
}
