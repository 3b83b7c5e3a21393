namespace RefCnn.Core.Layers;

/// <summary>
/// The same values in the same order under another shape. Kind <c>reshape</c>. Importers resolve −1 and 0.
/// <list type="bullet"><item>C1: the target has as many elements as the input.</item></list>
/// </summary>
/// <param name="Target">The new shape.</param>
public sealed record Reshape(Shape Target) : RearrangementLayer
{
    /// <inheritdoc/>
    public override string Kind => "reshape";

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Require(Target.Count == inputs[0].Count, 1, $"target {Target} has {Target.Count} elements; expected {inputs[0].Count}, those of the input {inputs[0]}");
        return Target;
    }
}
