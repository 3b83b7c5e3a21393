namespace RefCnn.Core.Layers;

/// <summary>
/// y = min(max(α · x + β, 0), 1). Kind <c>hard-sigmoid</c>; no constraints.
/// </summary>
/// <param name="Alpha">α. ONNX and Keras 2 default to 0.2; PyTorch and Keras 3 have 1/6.</param>
/// <param name="Beta">β.</param>
public sealed record HardSigmoid(float Alpha = 0.2f, float Beta = 0.5f) : ElementwiseLayer
{
    /// <inheritdoc/>
    public override string Kind => "hard-sigmoid";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Conditioned(3);
}
