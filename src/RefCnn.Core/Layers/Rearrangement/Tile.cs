using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>
/// The input repeated along its axes. Kind <c>tile</c>.
/// <list type="bullet"><item>C1: repeats has one number an axis, none negative.</item></list>
/// </summary>
/// <param name="Repeats">How often the input is laid out along each axis.</param>
public sealed record Tile(ImmutableArray<int> Repeats) : RearrangementLayer
{
    /// <inheritdoc/>
    public override string Kind => "tile";

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        Require(!Repeats.IsDefault && Repeats.Length == input.Rank, 1, $"repeats does not have {input.Rank} numbers, one an axis");
        int[] extents = new int[input.Rank];
        for (int axis = 0; axis < extents.Length; axis++)
        {
            Require(Repeats[axis] >= 0, 1, $"axis {axis} is repeated {Repeats[axis]} times; expected 0 or more");
            extents[axis] = checked(input[axis] * Repeats[axis]);
        }

        return new Shape(extents);
    }
}
