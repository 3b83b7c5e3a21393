namespace RefCnn.Core.Layers;

/// <summary>
/// y = max(x, 0). Kind <c>relu</c>; NaN stays NaN; no constraints.
/// </summary>
public sealed record Relu : ElementwiseLayer
{
    /// <inheritdoc/>
    public override string Kind => "relu";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Exact();
}
