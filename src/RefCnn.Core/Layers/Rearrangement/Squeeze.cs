using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>
/// Drops axes of extent 1. Kind <c>squeeze</c>.
/// <list type="bullet"><item>C1: the axes are distinct, within the input's rank, and of extent 1.</item></list>
/// </summary>
/// <param name="Axes">The axes that go.</param>
public sealed record Squeeze(ImmutableArray<int> Axes) : RearrangementLayer
{
    /// <inheritdoc/>
    public override string Kind => "squeeze";

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        RequireAxes(Axes, input.Rank, 1);
        foreach (int axis in Axes) Require(input[axis] == 1, 1, $"axis {axis} of the input {input} has extent {input[axis]}; expected 1");
        var kept = new List<int>();
        for (int axis = 0; axis < input.Rank; axis++)
        {
            if (!Axes.Contains(axis)) kept.Add(input[axis]);
        }

        return new Shape([.. kept]);
    }
}
