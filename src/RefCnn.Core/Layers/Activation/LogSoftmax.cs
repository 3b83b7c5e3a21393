namespace RefCnn.Core.Layers;

/// <summary>
/// y = x − log Σeˣ along one axis. Kind <c>log-softmax</c>. The largest value of a line is subtracted first, so that no finite input overflows.
/// <list type="bullet"><item>C1: the axis is within the input's rank and has an extent of at least 1.</item></list>
/// </summary>
/// <param name="Axis">The axis, 0 to rank − 1.</param>
public sealed record LogSoftmax(int Axis) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "log-softmax";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Conditioned(inputs[0][Axis] + 8, Stages: 4 + (int)Math.Ceiling(Math.Log(Math.Max(1, inputs[0][Axis]))));

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        RequireAxes([Axis], inputs[0].Rank, 1);
        Require(inputs[0][Axis] > 0, 1, $"axis {Axis} of the input {inputs[0]} has extent 0");
        return inputs[0];
    }
}
