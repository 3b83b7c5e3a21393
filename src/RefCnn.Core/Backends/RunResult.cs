namespace RefCnn.Core;

/// <summary>What a run computed, in the element type that the engine computes in.</summary>
/// <param name="Outputs">The network's outputs by name.</param>
/// <param name="Taps">The outputs of the tapped nodes by node name.</param>
public sealed record RunResult(IReadOnlyDictionary<string, Tensor> Outputs, IReadOnlyDictionary<string, Tensor> Taps);
