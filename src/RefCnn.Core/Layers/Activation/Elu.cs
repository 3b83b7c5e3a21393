namespace RefCnn.Core.Layers;

/// <summary>
/// y = x where x ≥ 0, α · (eˣ − 1) elsewhere. Kind <c>elu</c>; no constraints.
/// </summary>
/// <param name="Alpha">α: minus the limit at −∞.</param>
public sealed record Elu(float Alpha = 1) : ElementwiseLayer
{
    /// <inheritdoc/>
    public override string Kind => "elu";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Conditioned(8);
}
