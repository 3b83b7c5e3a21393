using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>
/// Adds axes of extent 1. Kind <c>unsqueeze</c>.
/// <list type="bullet"><item>C1: the axes are distinct and within the output's rank, and that is at most 6.</item></list>
/// </summary>
/// <param name="Axes">Where the new axes are in the output.</param>
public sealed record Unsqueeze(ImmutableArray<int> Axes) : RearrangementLayer
{
    /// <inheritdoc/>
    public override string Kind => "unsqueeze";

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        int rank = input.Rank + (Axes.IsDefault ? 0 : Axes.Length);
        RequireAxes(Axes, rank, 1);
        Require(rank <= Shape.MaximumRank, 1, $"output would have {rank} dimensions; expected at most {Shape.MaximumRank}");
        var extents = new List<int>(input.Extents.ToArray());
        foreach (int axis in Axes.Sort()) extents.Insert(axis, 1);
        return new Shape([.. extents]);
    }
}
