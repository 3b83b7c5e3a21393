using System.Collections.Immutable;

namespace RefCnn.Conformance.Networks;

/// <summary>What the certificate says of one layer, or of a group of layers that the backend computes as one.</summary>
/// <param name="Node">The node whose output was compared.</param>
/// <param name="Index">Its index in the network.</param>
/// <param name="Kind">Its layer's kind.</param>
/// <param name="Group">Earlier nodes that the backend did not tap and that are judged with it, in the network's order; none for a single layer.</param>
/// <param name="Verdict">Pass, degraded, fail; or unsupported where the group's bound is not known, so that nothing is proven.</param>
/// <param name="Margin">The largest error ÷ its bound; null where nothing was compared or an error is infinite.</param>
/// <param name="RootMeanSquare">The rms of error ÷ σ; 0 where no σ is known.</param>
/// <param name="LargestDeviation">The largest error ÷ σ; 0 where no σ is known.</param>
/// <param name="CommonShare">The share of the most common value among (a sample of) the true outputs: where it is large, agreement proves little.</param>
/// <param name="Message">Why it did not pass, in one line; empty for a pass.</param>
public sealed record LayerProof(
    string Node,
    int Index,
    string Kind,
    ImmutableArray<string> Group,
    Verdict Verdict,
    double? Margin,
    double RootMeanSquare,
    double LargestDeviation,
    double CommonShare,
    string Message)
{
    /// <summary>Whether this layer was shown to be computed within its precision class.</summary>
    public bool IsProven => Verdict is Verdict.Pass or Verdict.Degraded;

    /// <summary>How many nodes the proof covers.</summary>
    public int Nodes => Group.Length + 1;
}
