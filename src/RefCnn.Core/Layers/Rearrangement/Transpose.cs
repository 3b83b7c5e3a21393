using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>
/// The axes in another order: output axis i is input axis permutation[i]. Kind <c>transpose</c>.
/// <list type="bullet"><item>C1: the permutation names every axis of the input once.</item></list>
/// </summary>
/// <param name="Permutation">Input axes in the output's order.</param>
public sealed record Transpose(ImmutableArray<int> Permutation) : RearrangementLayer
{
    /// <inheritdoc/>
    public override string Kind => "transpose";

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        RequireAxes(Permutation, input.Rank, 1);
        Require(Permutation.Length == input.Rank, 1, $"permutation names {Permutation.Length} axes; expected {input.Rank}");
        int[] extents = new int[input.Rank];
        for (int axis = 0; axis < extents.Length; axis++) extents[axis] = input[Permutation[axis]];
        return new Shape(extents);
    }
}
