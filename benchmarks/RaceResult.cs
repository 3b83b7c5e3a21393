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
/// <param name="Difference">The largest difference of an output, divided by the largest output.</param>
internal sealed record RaceResult(
    string Network, int Threads, double OursMs, double PeerMs, double Ratio, double RatioLow, double RatioHigh, double CompileMs, double Difference);

/// <summary>Results as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(List<RaceResult>))]
internal sealed partial class RaceJsonContext : JsonSerializerContext;
