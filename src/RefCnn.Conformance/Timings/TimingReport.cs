using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.Conformance.Timings;

/// <summary>Timings, and the machine that they were taken on.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Timings">The timings.</param>
public sealed record TimingReport(MachineFacts Machine, ImmutableArray<NetworkTiming> Timings)
{
    /// <summary>
    /// The report as JSON: <c>{"machine": {"system", "architecture", "runtime", "processors", "vectorBits", "threads", "peakGflops"}, "timings": [{"network", "backend",
    /// "threads", "multiplyAccumulates", "compileMs", "samplesMs": [n, …], "peakMemoryBytes", "gflops"}]}</c>.
    /// </summary>
    public string ToJson() => JsonSerializer.Serialize(this, TimingJsonContext.Default.TimingReport) + "\n";

    /// <summary>Writes the JSON to a file, through a temporary one beside it.</summary>
    /// <param name="path">Where to.</param>
    /// <exception cref="RefCnnException">The file cannot be written; one that was there is whole.</exception>
    public void Write(string path) => AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(ToJson())));

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="RefCnnException">It is no such report.</exception>
    public static TimingReport Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TimingJsonContext.Default.TimingReport) ?? throw new RefCnnException("timings: the report is null");
        }
        catch (JsonException fault)
        {
            throw new RefCnnException($"timings: not a report: {fault.Message}", fault);
        }
    }
}

/// <summary>What a reader must know of the machine to judge timings.</summary>
/// <param name="System">The operating system.</param>
/// <param name="Architecture">The processor's architecture.</param>
/// <param name="Runtime">The version of .NET.</param>
/// <param name="Processors">How many processors the process may use.</param>
/// <param name="VectorBits">Bits of the widest vectors.</param>
/// <param name="Threads">Threads of the measurement of the peak.</param>
/// <param name="PeakGflops">What they compute at most (<see cref="PeakRate"/>), in billions of operations a second.</param>
public sealed record MachineFacts(string System, string Architecture, string Runtime, int Processors, int VectorBits, int Threads, double PeakGflops)
{
    /// <summary>Measures this machine.</summary>
    /// <param name="threads">Threads that compute at the same time.</param>
    public static MachineFacts Measure(int threads) => new(
        RuntimeInformation.OSDescription, RuntimeInformation.ProcessArchitecture.ToString(), RuntimeInformation.FrameworkDescription,
        Environment.ProcessorCount, PeakRate.VectorBits, threads, PeakRate.Measure(threads));
}

/// <summary>Samples as a plain list of numbers.</summary>
internal sealed class SamplesJsonConverter : JsonConverter<Samples>
{
    public override Samples Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new([.. JsonSerializer.Deserialize(ref reader, TimingJsonContext.Default.DoubleArray) ?? []]);

    public override void Write(Utf8JsonWriter writer, Samples value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (double milliseconds in value.Milliseconds) writer.WriteNumberValue(Math.Round(milliseconds, 4));
        writer.WriteEndArray();
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(SamplesJsonConverter)])]
[JsonSerializable(typeof(TimingReport))]
[JsonSerializable(typeof(double[]))]
internal sealed partial class TimingJsonContext : JsonSerializerContext;
