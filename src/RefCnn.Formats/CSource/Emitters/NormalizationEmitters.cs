using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.CSource.Emit;

namespace RefCnn.Formats.CSource.Emitters;

/// <summary>Normalisations by stored statistics, by neighbours, and by the values' own statistics.</summary>
internal static class NormalizationEmitters
{
    /// <summary>By stored mean and variance; the factor of each channel is computed here, in double.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void BatchNorm(CNode node, BatchNorm layer)
    {
        var factor = new Tensor<float>(layer.Mean.Shape);
        for (int c = 0; c < factor.Count; c++) factor[c] = (float)((layer.Scale?[c] ?? 1) / Math.Sqrt(layer.Variance[c] + layer.Epsilon));
        node.Call(
            "batch_norm",
            [.. Planes(node), node.Parameter("mean", layer.Mean), node.Parameter("factor", factor), node.Parameter("shift", layer.Shift ?? new Tensor<float>(layer.Mean.Shape))]);
    }

    /// <summary>By the statistics of each plane.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void InstanceNorm(CNode node, InstanceNorm layer) =>
        node.Call("instance_norm", [.. Planes(node), node.Parameter("scale", layer.Scale), node.Parameter("shift", layer.Shift), CLiteral.Of(layer.Epsilon)]);

    /// <summary>By the squares of neighbours.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void LocalResponseNorm(CNode node, LocalResponseNorm layer)
    {
        Shape shape = node.OutputShape;
        bool within = layer.Region == ResponseRegion.WithinChannel;
        double divisor = within ? (double)layer.Size * layer.Size : layer.Size;
        string[] numbers = [CLiteral.Of(layer.Size), CLiteral.Of((float)(layer.Alpha / divisor)), CLiteral.Of((float)layer.Beta), CLiteral.Of((float)layer.K)];
        if (within) node.Call("response_norm_within", [node.Input, node.Output, CLiteral.Of(shape.Batch * shape.Channels), CLiteral.Of(shape.Height), CLiteral.Of(shape.Width), .. numbers]);
        else node.Call("response_norm_across", [.. Planes(node), .. numbers]);
    }

    /// <summary>By mean and deviation over axes.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void MeanVarianceNorm(CNode node, MeanVarianceNorm layer) => node.Call(
        "mean_variance_norm",
        node.Input,
        node.Output,
        Groups(node, layer.Axes),
        layer.NormalizeVariance ? "1" : "0",
        CLiteral.Of(layer.Epsilon),
        Place(layer.Placement));

    /// <summary>By the norm over axes.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void L2Normalize(CNode node, L2Normalize layer) =>
        node.Call("l2_normalize", node.Input, node.Output, Groups(node, layer.Axes), CLiteral.Of(layer.Epsilon), Place(layer.Placement));

    /// <summary>Declares the groups of elements of the first input that differ only in some axes' indices.</summary>
    /// <param name="node">The node.</param>
    /// <param name="axes">The axes.</param>
    /// <returns>Their address.</returns>
    public static string Groups(CNode node, ImmutableArray<int> axes)
    {
        Shape shape = node.InputShape;
        var strides = shape.Strides();
        StridedAxes outer = Walk(axis => !axes.Contains(axis)), inner = Walk(axes.Contains);
        return node.Structure(
            "groups",
            $".count = {Product(outer.Extents)}",
            $".size = {Product(inner.Extents)}",
            $".outer_rank = {outer.Extents.Length}",
            $".inner_rank = {inner.Extents.Length}",
            $".outer_extents = {CLiteral.Array(outer.Extents)}",
            $".outer_steps = {CLiteral.Array(outer.Steps[0])}",
            $".inner_extents = {CLiteral.Array(inner.Extents)}",
            $".inner_steps = {CLiteral.Array(inner.Steps[0])}");

        StridedAxes Walk(Func<int, bool> takes)
        {
            int[] taken = [.. Enumerable.Range(0, shape.Rank).Where(takes)];
            return StridedAxes.Of([.. taken.Select(axis => shape[axis])], [.. taken.Select(axis => strides[axis])]);
        }
    }

    private static int Product(int[] extents) => new Shape(extents).Count;

    private static string Place(EpsilonPlacement placement) => placement switch
    {
        EpsilonPlacement.InsideRoot => "INSIDE_ROOT",
        EpsilonPlacement.OutsideRoot => "OUTSIDE_ROOT",
        _ => "FLOOR",
    };

    // Batch, channels, and the samples of a plane.
    private static string[] Planes(CNode node)
    {
        Shape shape = node.OutputShape;
        return [node.Input, node.Output, CLiteral.Of(shape[0]), CLiteral.Of(shape[1]), CLiteral.Of(shape.CountBetween(2, shape.Rank))];
    }
}
