using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>
/// Subtracts the mean over the given axes and, if asked, divides by the standard deviation (biased). Kind <c>mean-variance-norm</c>.
/// <list type="bullet">
/// <item>C1: the axes are distinct, within the input's rank, at least one, and none has extent 0.</item>
/// <item>C2: ε is not negative.</item>
/// </list>
/// </summary>
/// <param name="Axes">The axes over which mean and variance are taken; all others keep their own.</param>
/// <param name="NormalizeVariance">Whether to divide by the standard deviation.</param>
/// <param name="Epsilon">ε. ONNX adds 1e-9 outside the root, Caffe likewise; layer normalisation adds it inside.</param>
/// <param name="Placement">Where ε goes.</param>
public sealed record MeanVarianceNorm(
    ImmutableArray<int> Axes, bool NormalizeVariance = true, double Epsilon = 1e-9, EpsilonPlacement Placement = EpsilonPlacement.OutsideRoot) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "mean-variance-norm";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs)
    {
        int samples = 1;
        foreach (int axis in Axes) samples *= inputs[0][axis];
        return new Accuracy.Conditioned(samples + 8, Stages: 6);
    }

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        RequireAxes(Axes, input.Rank, 1);
        Require(Axes.Length > 0, 1, $"has no axes; expected at least one");
        foreach (int axis in Axes) Require(input[axis] > 0, 1, $"axis {axis} of the input {input} has extent 0");
        Require(Epsilon >= 0, 2, $"epsilon is {Epsilon}; expected 0 or more");
        return input;
    }
}
