namespace RefCnn.Core.Layers;

/// <summary>
/// y = 1 / (1 + e⁻ˣ). Kind <c>sigmoid</c>; no constraints.
/// </summary>
public sealed record Sigmoid : ElementwiseLayer
{
    /// <inheritdoc/>
    public override string Kind => "sigmoid";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Conditioned(8);
}
