namespace RefCnn.Core.Layers;

/// <summary>
/// The input broadcast to a shape: axes of extent 1 stretch, and new axes come in front. Kind <c>expand</c>.
/// <list type="bullet"><item>C1: the input's shape broadcasts to the target's without stretching it.</item></list>
/// </summary>
/// <param name="Target">The output's shape. Importers resolve ONNX's two-way broadcasting.</param>
public sealed record Expand(Shape Target) : RearrangementLayer
{
    /// <inheritdoc/>
    public override string Kind => "expand";

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Require(Broadcast.Combine(inputs[0], Target) == Target, 1, $"input has shape {inputs[0]}; expected one that broadcasts to {Target}");
        return Target;
    }
}
