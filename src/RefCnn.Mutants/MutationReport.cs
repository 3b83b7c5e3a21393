using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RefCnn.Mutants;

/// <summary>What became of all mutants.</summary>
/// <param name="Results">One result a mutant.</param>
public sealed record MutationReport(ImmutableArray<MutantResult> Results)
{
    private const int KillersShown = 5;

    /// <summary>Mutants that a case should have failed on, and none did; and equivalent ones that a case does fail on.</summary>
    public IEnumerable<MutantResult> Survivors => Results.Where(result => result.Survived);

    /// <summary>How many a case fails on.</summary>
    public int Killed => Results.Count(result => result.Killed && !result.Equivalent);

    /// <summary>How many are argued to change nothing.</summary>
    public int Equivalent => Results.Count(result => result.Equivalent && !result.Survived);

    /// <summary>
    /// The report as JSON: <c>{"total", "faults", "killed", "survived", "equivalent", "mutants": [{"id", "fault", "kind", "killedBy": [up to 5, the clearest first], "killers",
    /// "degradedBy", "weakestMargin", "equivalentBecause"}]}</c>. A margin is null where it is beyond measure.
    /// </summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("total", Results.Length);
            json.WriteNumber("faults", Results.Select(result => result.Mutant.Fault).Distinct().Count());
            json.WriteNumber("killed", Killed);
            json.WriteNumber("survived", Survivors.Count());
            json.WriteNumber("equivalent", Equivalent);
            json.WriteStartArray("mutants");
            foreach (MutantResult result in Results) Write(json, result);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter json, MutantResult result)
    {
        json.WriteStartObject();
        json.WriteString("id", result.Mutant.Id);
        json.WriteString("fault", result.Mutant.Fault.Sentence);
        json.WriteString("kind", result.Mutant.Kind);
        WriteTexts(json, "killedBy", result.Kills.Take(KillersShown).Select(kill => kill.Case));
        json.WriteNumber("killers", result.Kills.Length);
        WriteTexts(json, "degradedBy", result.Degrades);
        if (result.WeakestMargin is { } margin) json.WriteNumber("weakestMargin", margin);
        else json.WriteNull("weakestMargin");
        json.WriteString("equivalentBecause", result.Mutant.EquivalentBecause);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
