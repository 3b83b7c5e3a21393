namespace RefCnn.Core.Layers;

/// <summary>
/// y = log(1 + eˣ). Kind <c>softplus</c>; no constraints.
/// </summary>
public sealed record Softplus : ElementwiseLayer
{
    /// <inheritdoc/>
    public override string Kind => "softplus";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Conditioned(10);
}
