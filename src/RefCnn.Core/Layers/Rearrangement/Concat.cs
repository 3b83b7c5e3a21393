namespace RefCnn.Core.Layers;

/// <summary>
/// Inputs laid end to end along one axis. Kind <c>concat</c>.
/// <list type="bullet">
/// <item>C1: the axis is within the first input's rank.</item>
/// <item>C2: all inputs have the same rank, and the same extents but along the axis.</item>
/// </list>
/// </summary>
/// <param name="Axis">The axis, 0 to rank − 1.</param>
public sealed record Concat(int Axis = 1) : RearrangementLayer
{
    /// <inheritdoc/>
    public override string Kind => "concat";

    /// <inheritdoc/>
    public override Arity Arity => Arity.OneOrMore;

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape first = inputs[0];
        RequireAxes([Axis], first.Rank, 1);
        int extent = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            bool alike = inputs[i].Rank == first.Rank && inputs[i].With(Axis, first[Axis]) == first;
            Require(alike, 2, $"input {i} has shape {inputs[i]}; expected {first} but for axis {Axis}");
            extent = checked(extent + inputs[i][Axis]);
        }

        return first.With(Axis, extent);
    }
}
