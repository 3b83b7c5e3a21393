using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace RefCnn.Benchmarks;

/// <summary>What a race on one network showed.</summary>
/// <param name="Network">The network.</param>
/// <param name="Threads">Threads of both engines.</param>
/// <param name="OursMs">Our median time in milliseconds.</param>
/// <param name="PeerMs">The peer's.</param>
/// <param name="Ratio">The median of our time divided by the peer's, pair by pair.</param>
/// <param name="RatioLow">The tenth percentile of the pairs' ratios.</param>
/// <param name="RatioHigh">The ninetieth.</param>
/// <param name="CompileMs">Our compile time in milliseconds, the compiler of .NET included.</param>
/// <param name="PeerCompileMs">The peer's, the export to ONNX included.</param>
/// <param name="PeerSpinning">How the peer's threads waited: the faster of two ways.</param>
/// <param name="Difference">The largest difference of an output, divided by the largest output.</param>
/// <param name="OursSamplesMs">Every one of our times.</param>
/// <param name="PeerSamplesMs">Every one of the peer's, each taken beside ours.</param>
/// <param name="Memory">The most memory that processes of either had; null where it was not asked for.</param>
internal sealed record RaceResult(
    string Network, int Threads, double OursMs, double PeerMs, double Ratio, double RatioLow, double RatioHigh, double CompileMs, double PeerCompileMs,
    string PeerSpinning, double Difference, ImmutableArray<double> OursSamplesMs, ImmutableArray<double> PeerSamplesMs, RaceMemory? Memory = null);

/// <summary>The most memory that a process had that loads a network and runs it twice, in megabytes, .NET included.</summary>
/// <param name="OursMb">Ours, the network built in memory: every weight once as the network's own, once as the engine packs it.</param>
/// <param name="OursFromFileMb">Ours, from an ONNX file.</param>
/// <param name="PeerFromFileMb">The peer, from the same file.</param>
internal sealed record RaceMemory(double OursMb, double OursFromFileMb, double PeerFromFileMb);

/// <summary>Results as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(List<RaceResult>))]
internal sealed partial class RaceJsonContext : JsonSerializerContext;
