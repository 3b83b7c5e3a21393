using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.Conformance.Reports;

/// <summary>Reports of devices and desktops in one: facts, each with the report that it is from. Tables, pages and files are made of this.</summary>
/// <param name="Sources">The reports, in the order in which they were named.</param>
/// <param name="Verdicts">Every verdict of every report.</param>
/// <param name="Timings">Every timing of every report.</param>
public sealed record JoinedReport(ImmutableArray<ReportSource> Sources, ImmutableArray<JoinedVerdict> Verdicts, ImmutableArray<JoinedTiming> Timings)
{
    /// <summary>Whether any verdict is fail.</summary>
    public bool Failed => Verdicts.Any(verdict => verdict.Verdict == Verdict.Fail);

    /// <summary>Whether reports judged by different vectors, as far as they say which.</summary>
    public bool HasMixedVectors => Sources.Select(source => source.VectorsSha256).Where(hash => hash is not null).Distinct().Count() > 1;

    /// <summary>The report as JSON: <c>{"sources": […], "verdicts": […], "timings": […]}</c>, the members named as here.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JoinedJson.Default.JoinedReport) + "\n";

    /// <summary>Writes the JSON to a file, through a temporary one beside it.</summary>
    /// <param name="path">Where to.</param>
    /// <exception cref="RefCnnException">The file cannot be written; one that was there is whole.</exception>
    public void Write(string path) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToJson())));
}

/// <summary>A report that was joined.</summary>
/// <param name="Name">Its file's name without folder and extension; with a number where another has it too.</param>
/// <param name="Machine">What it ran on, in one line; null where it does not say.</param>
/// <param name="Commit">The commit that was built, with <c>+</c> where the tree had changes; null where it does not say.</param>
/// <param name="VectorsSha256">The hash of the vectors that it judged by; null where it does not say.</param>
/// <param name="Complete">Whether the run came to its end.</param>
public sealed record ReportSource(string Name, string? Machine, string? Commit, string? VectorsSha256, bool Complete);

/// <summary>A verdict.</summary>
/// <param name="Source">The index of its report.</param>
/// <param name="Suite">layers, networks, certificates, or another kind of case of <c>refcnn verify</c>.</param>
/// <param name="Name">The vector or network.</param>
/// <param name="Backend">The backend.</param>
/// <param name="Verdict">The verdict; null for a test that gave none, because it was left out or broke.</param>
/// <param name="Margin">The largest error ÷ its bound; null where nothing was compared.</param>
/// <param name="Message">Why, in one line.</param>
public sealed record JoinedVerdict(int Source, string Suite, string Name, string Backend, Verdict? Verdict, double? Margin, string Message);

/// <summary>A timing.</summary>
/// <param name="Source">The index of its report.</param>
/// <param name="Network">The network.</param>
/// <param name="Backend">The backend.</param>
/// <param name="Threads">Threads that it was given.</param>
/// <param name="MultiplyAccumulates">Multiply-accumulates of the network's definition.</param>
/// <param name="CompileMs">Time to prepare the network.</param>
/// <param name="SamplesMs">All samples in milliseconds, in the order in which they were taken.</param>
/// <param name="VoidBecause">Why the samples do not count; null where they do.</param>
public sealed record JoinedTiming(
    int Source, string Network, string Backend, int Threads, long MultiplyAccumulates, double CompileMs, ImmutableArray<double> SamplesMs, string? VoidBecause);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(VerdictWord)])]
[JsonSerializable(typeof(JoinedReport))]
internal sealed partial class JoinedJson : JsonSerializerContext;

/// <summary>A verdict by its name in reports.</summary>
internal sealed class VerdictWord() : JsonStringEnumConverter<Verdict>(JsonNamingPolicy.KebabCaseLower);
