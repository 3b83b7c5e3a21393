using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>
/// y = x where x ≥ 0, slope · x elsewhere, with trained slopes that broadcast to the input. Kind <c>prelu</c>.
/// <list type="bullet"><item>C1: the slope's shape broadcasts to the input's without stretching it; slopes by channel are [C, 1, 1].</item></list>
/// </summary>
/// <param name="Slope">The factors of negative values.</param>
public sealed record PRelu(Tensor<float> Slope) : ElementwiseLayer
{
    /// <inheritdoc/>
    public override string Kind => "prelu";

    /// <inheritdoc/>
    public override ImmutableArray<Parameter> Parameters => [new("slope", Slope)];

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Rounded(1);

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Require(Broadcast.Combine(Slope.Shape, inputs[0]) == inputs[0], 1, $"slope has shape {Slope.Shape}; expected one that broadcasts to the input {inputs[0]}");
        return inputs[0];
    }
}
