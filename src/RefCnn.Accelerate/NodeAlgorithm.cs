namespace RefCnn.Accelerate;

/// <summary>How a compiled network computes one node.</summary>
/// <param name="Node">The node's index.</param>
/// <param name="Algorithm">E.g. <c>depthwise</c>; null where its kind is computed in one way only.</param>
/// <param name="With">The index of the node in whose step it is computed: its own, or the convolution's or dense layer's that it is fused with.</param>
public readonly record struct NodeAlgorithm(int Node, string? Algorithm, int With);
