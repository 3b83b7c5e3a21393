namespace RefCnn.Core.Layers;

/// <summary>
/// A value that is given at run time. Kind <c>input</c>; no inputs.
/// </summary>
/// <param name="Shape">The extents of the value.</param>
public sealed record Input(Shape Shape) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "input";

    /// <inheritdoc/>
    public override Arity Arity => Arity.None;

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Exact();

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs) => Shape;
}
