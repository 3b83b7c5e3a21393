using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RefCnn.Cli.Coverage;

/// <summary>The coverage as a page and as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ImmutableArray<CoverageRow>))]
internal sealed partial class CoverageReport : JsonSerializerContext
{
    private const int NamedCases = 3;

    /// <summary>The page: a table for each kind.</summary>
    /// <param name="rows">The coverage.</param>
    public static string Page(ImmutableArray<CoverageRow> rows)
    {
        var text = new StringBuilder();
        text.Append("# Coverage\n");
        text.Append("What the layer vectors show of every layer kind. Written by `refcnn vectors coverage --markdown docs/coverage.md`; a test fails where this page is not what it writes, or a row has no case.\n\n");
        text.Append("Asked of a parameter are each value of an enumeration, both of a truth value, a default and another value, given and left out where it may be, two values where it has no default, and of a window its seven traits. Every constraint that the\n");
        text.Append("kind's page numbers needs a case that it refuses. NaN, infinities, negative zeros, subnormals and large magnitudes are asked of every kind; other flags are shown for those that a kind has.\n");
        foreach (var kind in rows.GroupBy(row => row.Kind))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {kind.Key}\n| of | value | cases | among them |\n|---|---|---|---|\n");
            foreach (CoverageRow row in kind)
                text.Append(CultureInfo.InvariantCulture, $"| {row.Subject} | {row.Value} | {(row.IsGap ? "**none**" : row.Cases.Length)} | {string.Join(", ", row.Cases.Take(NamedCases).Select(name => $"`{name}`"))} |\n");
        }

        return text.ToString();
    }

    /// <summary>The rows: <c>[{"kind", "subject", "value", "cases": […], "isGap"}]</c>.</summary>
    /// <param name="rows">The coverage.</param>
    public static string Json(ImmutableArray<CoverageRow> rows) => JsonSerializer.Serialize(rows, Default.ImmutableArrayCoverageRow) + "\n";

    /// <summary>Refuses what <see cref="Json"/> did not write.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="JsonException">It is no list of rows.</exception>
    public static void Demand(string json)
    {
        ImmutableArray<CoverageRow> rows = JsonSerializer.Deserialize(json, Default.ImmutableArrayCoverageRow);
        if (rows.IsDefault || rows.Any(row => row is not { Kind: not null, Subject: not null, Value: not null, Cases.IsDefault: false }))
            throw new JsonException("a row lacks its kind, subject, value or cases");
    }
}
