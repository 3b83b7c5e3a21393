using System.Collections.Immutable;
using RefCnn.Conformance.Networks;

namespace RefCnn.Conformance;

/// <summary>The verdict on one case.</summary>
/// <param name="Id">The case, e.g. <c>conv2d/asymmetric-padding</c>.</param>
/// <param name="Kind">The layer kind, or <c>network</c>.</param>
/// <param name="Backend">The backend's name.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Margin">The largest error ÷ its bound: above 1 fails. Null where nothing was compared.</param>
/// <param name="Milliseconds">How long compiling and running took.</param>
/// <param name="Message">Why, in one line; for a failure the worst element, expected, actual, allowed and how to reproduce it. Empty for a plain pass.</param>
public sealed record CaseResult(string Id, string Kind, string Backend, Verdict Verdict, double? Margin, double Milliseconds, string Message)
{
    /// <summary>Of a certificate the proofs of the layers, in the network's order; otherwise none.</summary>
    public ImmutableArray<LayerProof> Layers { get; init; } = [];
}
