using System.Collections.Immutable;
using RefCnn.Conformance.Bounds.Winograd;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance.Networks.Noise;

/// <summary>
/// What a network's frozen noise, which is σ/u of plain sums, is multiplied by. Every layer's own share of a variance grows by its ratio to a plain sum's, and so the sum of all by no more than
/// the largest ratio in the network.
/// </summary>
internal static class NoiseUnit
{
    /// <summary>The largest unit roundoff of the nodes, times the root of the largest ratio.</summary>
    /// <param name="network">The network.</param>
    /// <param name="precisions">The precision class of each node.</param>
    public static double Of(Network network, ImmutableArray<PrecisionClass> precisions)
    {
        double unit = precisions.Max(precision => Math.Max(precision.Unit, precision.StorageUnit));
        double ratio = network.Nodes.Select((node, index) => RatioOf(node.Layer, network.Shapes[index], precisions[index])).Max();
        return unit * Math.Sqrt(Math.Max(1, ratio));
    }

    private static double RatioOf(Layer layer, Shape output, PrecisionClass precision) =>
        EquivalentConvolution.Of(layer, output, precision.Sums) is { IsEmpty: false } equivalents ? WinogradNoise.VarianceRatio(equivalents) : 1;
}
