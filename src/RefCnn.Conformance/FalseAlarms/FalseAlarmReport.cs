using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RefCnn.Conformance.Bounds;

namespace RefCnn.Conformance.FalseAlarms;

/// <summary>What came of all engines.</summary>
/// <param name="Variants">How many variants of each vector there were.</param>
/// <param name="Probability">How probable the verdicts' limits let an alarm be, a tensor.</param>
/// <param name="Engines">The tallies.</param>
public sealed record FalseAlarmReport(int Variants, double Probability, IReadOnlyList<EngineTally> Engines)
{
    /// <summary>How many cases failed or were degraded.</summary>
    [JsonIgnore]
    public int Alarms => Engines.Sum(engine => engine.Failed + engine.Degraded);

    /// <summary>Puts tallies together.</summary>
    /// <param name="variants">How many variants of each vector there were.</param>
    /// <param name="engines">The tallies.</param>
    public static FalseAlarmReport Of(int variants, IEnumerable<EngineTally> engines) => new(variants, DeviationLimits.FalseAlarm, [.. engines]);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="text">The JSON.</param>
    public static FalseAlarmReport FromJson(string text) => JsonSerializer.Deserialize(text, FalseAlarmJson.Default.FalseAlarmReport)!;

    /// <summary>The report as JSON: the members of this record and of <see cref="EngineTally"/>, in camel case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FalseAlarmJson.Default.FalseAlarmReport) + "\n";

    /// <summary>The page docs/false-alarms.md.</summary>
    public string ToMarkdown()
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # False alarms
            Are correct engines told that they are right? `refcnn false-alarms` runs them on the layer vectors and on variants of these: the numbers of each tensor in another order and, unless the vector is
            exact, each smaller by up to a quarter; the reference computes the truth anew. No case may fail or be degraded. Each set of processor instructions is had by a process of its own.
            `refcnn false-alarms --markdown docs/false-alarms.md` writes this page.

            {Engines.Sum(engine => (long)engine.Cases):N0} cases, of {Variants} variants at most (the vector itself is the first): {Engines.Sum(engine => engine.Failed)} failed, {Engines.Sum(engine => engine.Degraded)} degraded. The limits of *degraded*
            let a correct engine exceed them with a probability of {Probability:G1} a tensor at most.

            The last columns have the largest margin (error ÷ bound), and the largest rms and the largest error ÷ σ as shares of their limits ([verdicts](verdicts.md)).

            | instructions | engine | threads | variants | cases | with σ | failed | degraded | margin | rms | largest |
            |---|---|---|---|---|---|---|---|---|---|---|

            """);
        foreach (EngineTally tally in Engines)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {tally.Vectors} | {tally.Engine} | {tally.Threads} | {tally.Variants} | {tally.Cases:N0} | {tally.Tensors:N0} | {tally.Failed} | {tally.Degraded} | {tally.Margin:F3} | {tally.RootMeanSquare:F3} | {tally.Largest:F3} |\n");
        }

        foreach (EngineTally tally in Engines)
        {
            foreach (FalseAlarm alarm in tally.Alarms) page.Append(CultureInfo.InvariantCulture, $"\n{alarm.Verdict} {alarm.Case}, variant {alarm.Variant}, on {tally.Engine}: {alarm.Message}\n");
        }

        return page.ToString();
    }
}

/// <summary>The report as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(FalseAlarmReport))]
internal sealed partial class FalseAlarmJson : JsonSerializerContext;
