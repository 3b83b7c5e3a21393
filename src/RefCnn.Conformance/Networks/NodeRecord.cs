using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Conformance.Networks;

/// <summary>What a network vector keeps of one node's output.</summary>
/// <param name="Name">The node.</param>
/// <param name="Kind">Its layer's kind.</param>
/// <param name="Shape">Its output's shape.</param>
/// <param name="Sha256">The digest of its output; null where a transcendental function is upstream, whose last bit is the platform's own.</param>
/// <param name="RootMeanSquare">√(mean of y²).</param>
/// <param name="Largest">The largest |y|.</param>
/// <param name="ZeroShare">The share of zeros: dead units, and what a ReLU cut off.</param>
/// <param name="Indices">Flat indices of the values that are kept, ascending; see <see cref="SampleIndices"/>.</param>
/// <param name="Samples">The values there.</param>
public sealed record NodeRecord(
    string Name, string Kind, Shape Shape, string? Sha256, double RootMeanSquare, double Largest, double ZeroShare, ImmutableArray<int> Indices, ImmutableArray<double> Samples)
{
    /// <summary>The activations that rounding may decide otherwise; null where the layer has no kinks.</summary>
    public Flips? Flips { get; init; }
}
