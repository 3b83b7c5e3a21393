using System.Text.Json;
using System.Text.RegularExpressions;

namespace RefCnn.CoreML.Validation;

/// <summary>Manifest.json: its version, its root and its items, each with four members and a path below Data that exists.</summary>
internal static partial class PackageRules
{
    private static readonly string[] Members = ["path", "name", "author", "description"];

    /// <summary>Checks a package's folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="findings">Where faults go.</param>
    public static void Check(string path, Findings findings)
    {
        string manifest = Path.Combine(path, "Manifest.json");
        if (!findings.Demand(File.Exists(manifest), "package", $"has no Manifest.json")) return;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(manifest));
            Check(document.RootElement, Path.Combine(path, "Data"), findings);
        }
        catch (JsonException fault)
        {
            findings.Demand(false, "Manifest.json", $"is no JSON: {fault.Message}");
        }
    }

    private static void Check(JsonElement root, string data, Findings findings)
    {
        if (!findings.Demand(root.ValueKind == JsonValueKind.Object, "Manifest.json", $"is no object")) return;
        string version = Text(root, "fileFormatVersion");
        findings.Demand(Version().IsMatch(version), "Manifest.json", $"has fileFormatVersion '{version}'; expected 1.0.0 or an earlier x.y.z");
        if (!findings.Demand(root.TryGetProperty("itemInfoEntries", out JsonElement items) && items.ValueKind == JsonValueKind.Object, "Manifest.json", $"has no itemInfoEntries"))
            return;
        string identifier = Text(root, "rootModelIdentifier");
        findings.Demand(items.TryGetProperty(identifier, out _), "Manifest.json", $"names the root '{identifier}', which is none of its items");
        foreach (JsonProperty item in items.EnumerateObject())
        {
            string where = $"Manifest.json item '{item.Name}'";
            string[] missing = [.. Members.Where(member => Text(item.Value, member).Length == 0)];
            if (!findings.Demand(missing.Length == 0, where, $"has no {string.Join(", ", missing)}")) continue;
            string place = Text(item.Value, "path");
            bool inside = !Path.IsPathRooted(place) && !place.Split('/', '\\').Contains("..");
            if (findings.Demand(inside, where, $"has the path '{place}', outside the package"))
                findings.Demand(Path.Exists(Path.Combine(data, place)), where, $"has the path '{place}', which does not exist below Data");
        }
    }

    private static string Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;

    [GeneratedRegex(@"^(0\.[0-9]+\.[0-9]+|1\.0\.0)$")]
    private static partial Regex Version();
}
