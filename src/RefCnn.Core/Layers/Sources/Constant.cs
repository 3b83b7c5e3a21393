using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>A value that is part of the network. Kind <c>constant</c>; no inputs, no constraints.</summary>
/// <param name="Value">The value.</param>
public sealed record Constant(Tensor<float> Value) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "constant";

    /// <inheritdoc/>
    public override Arity Arity => Arity.None;

    /// <inheritdoc/>
    public override ImmutableArray<Parameter> Parameters => [new("value", Value)];

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Exact();

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs) => Value.Shape;
}
