using System.Collections.Immutable;
using System.Globalization;
using RefCnn.Conformance.Bounds;

namespace RefCnn.Conformance.Networks;

/// <summary>
/// The verdict on a network, layer by layer: where every layer passes, the whole network was computed within the backend's precision class,
/// with no tolerance composed over layers. docs/verdicts.md has the argument.
/// </summary>
/// <param name="Network">The network's name.</param>
/// <param name="Backend">The backend's name.</param>
/// <param name="Layers">The proofs, in the network's order; none where the backend could not run the network.</param>
/// <param name="Verdict">Fail if any layer fails; mistrusted if a layer could not be judged; degraded if one is; else pass.</param>
/// <param name="Message">The first bad layer and how many were proven, in one line.</param>
public sealed record NetworkCertificate(string Network, string Backend, ImmutableArray<LayerProof> Layers, Verdict Verdict, string Message)
{
    /// <summary>The kind of certificates in tables and reports.</summary>
    public const string Kind = "certificate";

    /// <summary>The first layer that failed; null where none did.</summary>
    public LayerProof? FirstBad => Layers.FirstOrDefault(layer => layer.Verdict == Verdict.Fail);

    /// <summary>The largest margin of all layers; null where nothing was compared.</summary>
    public double? Margin => Layers.Max(layer => layer.Margin);

    /// <summary>Concludes from the layers' proofs.</summary>
    /// <param name="network">The network's name.</param>
    /// <param name="backend">The backend's name.</param>
    /// <param name="layers">The proofs, in the network's order.</param>
    /// <param name="sample">Which channels were judged; null for all.</param>
    internal static NetworkCertificate Of(string network, string backend, ImmutableArray<LayerProof> layers, ChannelSample? sample = null)
    {
        Verdict verdict = ((Verdict[])[Verdict.Fail, Verdict.Unsupported, Verdict.Degraded]).Where(bad => layers.Any(layer => layer.Verdict == bad)).FirstOrDefault(Verdict.Pass);
        string counted = $"{layers.Where(layer => layer.IsProven).Sum(layer => layer.Nodes)} of {layers.Sum(layer => layer.Nodes)} layers proven{(sample is null ? "" : $" on 1 in {ChannelSample.Share} of their channels")}";
        if (verdict == Verdict.Pass) return new NetworkCertificate(network, backend, layers, verdict, counted + Constancy(layers));

        LayerProof[] bad = [.. layers.Where(layer => layer.Verdict == verdict)];
        string others = bad.Length > 1 ? $" (the first of {bad.Length})" : string.Empty;
        string message = $"layer '{bad[0].Node}' (#{bad[0].Index}, {bad[0].Kind}){others}: {bad[0].Message}; {counted}";
        return new NetworkCertificate(network, backend, layers, verdict == Verdict.Unsupported ? Verdict.Mistrusted : verdict, message);
    }

    private static string Constancy(ImmutableArray<LayerProof> layers)
    {
        LayerProof? worst = layers.Where(layer => layer.CommonShare > Trust.LargestShare).MaxBy(layer => layer.CommonShare);
        return worst is null
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $"; {100 * worst.CommonShare:F0} % of the outputs of '{worst.Node}' are one number, so there agreement proves little");
    }
}
