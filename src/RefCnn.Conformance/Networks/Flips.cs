namespace RefCnn.Conformance.Networks;

/// <summary>
/// How often a node's noise may carry an activation over a kink, where its slope changes (a ReLU's zero), so that a correct engine decides it otherwise than the reference. First-order propagation knows
/// the slope on the reference's side only. docs/verdicts.md derives the numbers.
/// </summary>
/// <param name="Count">How many activations have a kink within the largest error that rounding explains, in the class float32.</param>
/// <param name="Share">The share at most that these have in the variance of the node's outputs, all together.</param>
public readonly record struct Flips(int Count, double Share);
