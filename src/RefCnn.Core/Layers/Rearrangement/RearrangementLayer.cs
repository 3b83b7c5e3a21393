namespace RefCnn.Core.Layers;

/// <summary>A layer that moves, repeats or drops values and never changes one: every output is bit-equal to the input that it copies.</summary>
public abstract record RearrangementLayer : Layer
{
    /// <inheritdoc/>
    public sealed override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Exact();
}
