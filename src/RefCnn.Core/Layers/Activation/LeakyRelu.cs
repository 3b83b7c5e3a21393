namespace RefCnn.Core.Layers;

/// <summary>
/// y = x where x ≥ 0, slope · x elsewhere. Kind <c>leaky-relu</c>; no constraints.
/// </summary>
/// <param name="Slope">The factor of negative values. PyTorch and ONNX default to 0.01, Keras to 0.3.</param>
public sealed record LeakyRelu(float Slope = 0.01f) : ElementwiseLayer
{
    /// <inheritdoc/>
    public override string Kind => "leaky-relu";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Rounded(1);
}
