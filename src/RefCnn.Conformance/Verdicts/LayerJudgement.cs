using RefCnn.Conformance.Bounds;
using RefCnn.Core;

namespace RefCnn.Conformance;

/// <summary>A verdict, with what it rests on.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Margin">The largest error ÷ its bound; null where nothing was compared, or it is infinite.</param>
/// <param name="Message">Why, in one line; empty for a plain pass.</param>
internal sealed record LayerJudgement(Verdict Verdict, double? Margin, string Message)
{
    /// <summary>The worse run beside the bounds, where no output is outside of them; else null.</summary>
    public Evidence? Evidence { get; init; }
}

/// <summary>What a verdict within the bounds rests on.</summary>
/// <param name="Actual">What the engine computed.</param>
/// <param name="Bound">The bounds.</param>
/// <param name="Comparison">How the two compare.</param>
internal sealed record Evidence(Tensor<double> Actual, OutputBound Bound, Comparison Comparison);
