namespace RefCnn.Core.Layers;

/// <summary>
/// y = min(max(x, minimum), maximum); relu6 is a clip to 0 and 6. Kind <c>clip</c>; NaN stays NaN.
/// Where minimum exceeds maximum, every output is the maximum, as ONNX and NumPy define it.
/// <list type="bullet"><item>C1: neither limit is NaN.</item></list>
/// </summary>
/// <param name="Minimum">The smallest output; −∞ for none.</param>
/// <param name="Maximum">The largest output; +∞ for none.</param>
public sealed record Clip(float Minimum = float.NegativeInfinity, float Maximum = float.PositiveInfinity) : ElementwiseLayer
{
    /// <inheritdoc/>
    public override string Kind => "clip";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Exact();

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Require(!float.IsNaN(Minimum) && !float.IsNaN(Maximum), 1, $"limits are {Minimum} and {Maximum}; expected numbers");
        return inputs[0];
    }
}
