namespace RefCnn.Core.Layers;

/// <summary>A function of each value alone: the output has the input's shape, whatever that is.</summary>
public abstract record ElementwiseLayer : Layer
{
    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs) => inputs[0];
}
