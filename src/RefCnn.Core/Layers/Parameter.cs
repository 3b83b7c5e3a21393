namespace RefCnn.Core.Layers;

/// <summary>A trained tensor of a layer.</summary>
/// <param name="Name">What it is, e.g. <c>weight</c>; lower-kebab.</param>
/// <param name="Value">Its values, or null where this layer has none (no bias, say).</param>
public readonly record struct Parameter(string Name, Tensor<float>? Value);
