using RefCnn.Core;

namespace RefCnn.Conformance.Bounds;

/// <summary>What an engine may compute instead of the true output, because it holds the operands in another format.</summary>
/// <param name="Expected">The output of the operands as it holds them.</param>
/// <param name="Bound">How far from that it may be.</param>
public sealed record OutputAlternative(Tensor<double> Expected, OutputBound Bound);
