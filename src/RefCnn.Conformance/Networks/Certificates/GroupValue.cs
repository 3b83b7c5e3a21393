using System.Collections.Immutable;
using RefCnn.Conformance.Bounds;
using RefCnn.Core;

namespace RefCnn.Conformance.Networks;

/// <summary>What is known of a node's output while a backend's layers are certified.</summary>
/// <param name="Value">The backend's own numbers where it showed them; else what the reference makes of the nearest ones that it showed.</param>
/// <param name="Allowed">How far the backend's unseen numbers may be from <paramref name="Value"/>; null where they were seen.</param>
/// <param name="Deviation">The standard deviation of rounding errors; null unless one sum of products stands between.</param>
/// <param name="Roundings">The roundings that a later layer's terms also suffer where an engine folds that layer into the sums before it; 0 where it cannot.</param>
internal sealed record GroupValue(Tensor<double> Value, Tensor<double>? Allowed, Tensor<double>? Deviation, int Roundings)
{
    /// <summary>What is as right as <see cref="Value"/>, where the backend's storage does not hold the layer's operands.</summary>
    public ImmutableArray<OutputAlternative> Alternatives { get; init; } = [];

    /// <summary>Numbers that the backend showed.</summary>
    /// <param name="value">The numbers.</param>
    public static GroupValue Seen(Tensor<double> value) => new(value, null, null, 0);
}
