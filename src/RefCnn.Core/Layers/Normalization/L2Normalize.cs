using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>
/// Divides by the Euclidean norm over the given axes, kept from zero by ε. Kind <c>l2-normalize</c>. Where the divisor is 0 the result is 0.
/// <list type="bullet">
/// <item>C1: the axes are distinct, within the input's rank, and at least one.</item>
/// <item>C2: ε is not negative.</item>
/// </list>
/// </summary>
/// <param name="Axes">The axes over which the norm is taken.</param>
/// <param name="Epsilon">ε. ONNX's LpNormalization has 0, PyTorch's floor is 1e-12, Core ML adds 1e-6 inside the root.</param>
/// <param name="Placement">Where ε goes.</param>
public sealed record L2Normalize(
    ImmutableArray<int> Axes, double Epsilon = 1e-12, EpsilonPlacement Placement = EpsilonPlacement.Floor) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "l2-normalize";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs)
    {
        int samples = 1;
        foreach (int axis in Axes) samples *= inputs[0][axis];
        return new Accuracy.Rounded(samples + 6, Stages: 2);
    }

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        RequireAxes(Axes, inputs[0].Rank, 1);
        Require(Axes.Length > 0, 1, $"has no axes; expected at least one");
        Require(Epsilon >= 0, 2, $"epsilon is {Epsilon}; expected 0 or more");
        return inputs[0];
    }
}
