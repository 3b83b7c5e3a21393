namespace RefCnn.Core.Layers;

/// <summary>
/// y = tanh x. Kind <c>tanh</c>; no constraints.
/// </summary>
public sealed record Tanh : ElementwiseLayer
{
    /// <inheritdoc/>
    public override string Kind => "tanh";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Conditioned(8);
}
