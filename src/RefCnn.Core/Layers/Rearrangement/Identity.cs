namespace RefCnn.Core.Layers;

/// <summary>The input itself; what dropout is at inference. Kind <c>identity</c>; no constraints.</summary>
public sealed record Identity : RearrangementLayer
{
    /// <inheritdoc/>
    public override string Kind => "identity";

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs) => inputs[0];
}
