namespace RefCnn.Core.Layers;

/// <summary>
/// A matrix: the axes before the given one are its rows, the others its columns. Kind <c>flatten</c>.
/// <list type="bullet"><item>C1: the axis is 0 to the input's rank, inclusive.</item></list>
/// </summary>
/// <param name="Axis">The first axis of the columns.</param>
public sealed record Flatten(int Axis = 1) : RearrangementLayer
{
    /// <inheritdoc/>
    public override string Kind => "flatten";

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        Require(Axis >= 0 && Axis <= input.Rank, 1, $"axis is {Axis}; expected 0 to {input.Rank}");
        return new Shape(input.CountBetween(0, Axis), input.CountBetween(Axis, input.Rank));
    }
}
