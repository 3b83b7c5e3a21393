using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance;

/// <summary>One layer vector: a layer, its inputs, and what must come out.</summary>
/// <param name="Id">Kind and case, e.g. <c>conv2d/asymmetric-padding</c>; also the path of its file.</param>
/// <param name="Comment">Why it exists: the mistake that it catches.</param>
/// <param name="Flags">Names from <see cref="VectorFlags"/>.</param>
/// <param name="Tier">How outputs are compared; null for a case that must be refused.</param>
/// <param name="Source">Where the expected numbers come from.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Expected">What must come out.</param>
/// <param name="MistrustedBecause">Why the case is kept although most of its outputs are the same number; or null.</param>
public sealed record VectorCase(
    string Id,
    string Comment,
    ImmutableArray<string> Flags,
    Tier? Tier,
    VectorSource Source,
    Layer Layer,
    ImmutableArray<Tensor<float>> Inputs,
    Expectation Expected,
    string? MistrustedBecause)
{
    /// <summary>The layer kind: the first part of the identifier.</summary>
    public string Kind => Id[..Id.IndexOf('/', StringComparison.Ordinal)];
}
