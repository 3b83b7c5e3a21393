using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>What Resize makes of its region, scales and sizes.</summary>
/// <param name="Sizes">The output's extents.</param>
/// <param name="Scales">The scales that were asked for, or null where the sizes were.</param>
/// <param name="Region">Starts of all axes, then ends, or null where the coordinates use none.</param>
internal sealed record ResizeTarget(ImmutableArray<int> Sizes, ImmutableArray<double>? Scales, ImmutableArray<double>? Region)
{
    /// <summary>Reads the inputs of a Resize of opset 11 or later.</summary>
    /// <param name="node">The node.</param>
    /// <param name="shape">Its input's shape.</param>
    /// <param name="crops">Whether the coordinates use the region.</param>
    public static ResizeTarget Of(OnnxNode node, Shape shape, bool crops)
    {
        int[] axes = Axes(node, shape.Rank);
        double[]? region = crops ? RegionOf(node, axes, shape.Rank) : null;
        if (NumbersOf(node, 3) is { } sizes) return Sized(node, shape, axes, sizes, region);
        if (NumbersOf(node, 2) is not { } stated) throw node.Refuse("has neither scales nor sizes; the operator requires one of them");
        if (stated.Length != axes.Length) throw node.Refuse($"has {stated.Length} scales; expected {axes.Length}, one an axis");
        float[] scales = new float[shape.Rank], shares = new float[shape.Rank];
        Array.Fill(scales, 1);
        Array.Fill(shares, 1);
        for (int i = 0; i < axes.Length; i++)
        {
            scales[axes[i]] = (float)stated[i];
            if (region is not null) shares[axes[i]] = (float)(region[axes[i] + shape.Rank] - region[axes[i]]);
        }

        float[] factors = [.. scales.Select((scale, axis) => scale * shares[axis])];
        return new(SizesOf(shape, factors), [.. scales.Select(scale => (double)scale)], region is null ? null : [.. region]);
    }

    /// <summary>floor(extent · scale), in float32 as ONNX's shape inference computes it: 10 · 0.7 is 7.</summary>
    /// <param name="shape">The input's shape.</param>
    /// <param name="scales">One number an axis.</param>
    public static ImmutableArray<int> SizesOf(Shape shape, float[] scales) =>
        [.. scales.Select((scale, axis) => checked((int)MathF.Floor(shape[axis] * scale)))];

    private static ResizeTarget Sized(OnnxNode node, Shape shape, int[] axes, double[] sizes, double[]? region)
    {
        if (sizes.Length != axes.Length) throw node.Refuse($"has {sizes.Length} sizes; expected {axes.Length}, one an axis");
        int[] extents = shape.Extents.ToArray();
        ImmutableArray<double>? crop = region is null ? null : [.. region];
        string policy = node.Opset >= 18 ? node.Attributes.Text("keep_aspect_ratio_policy", "stretch") : "stretch";
        if (policy == "stretch")
        {
            for (int i = 0; i < axes.Length; i++) extents[axes[i]] = checked((int)sizes[i]);
            return new([.. extents], null, crop);
        }

        IEnumerable<double> ratios = axes.Select((axis, i) => sizes[i] / shape[axis]);
        double common = policy switch
        {
            "not_larger" => ratios.Min(),
            "not_smaller" => ratios.Max(),
            _ => throw node.Refuse($"attribute 'keep_aspect_ratio_policy' is '{policy}'; expected stretch, not_larger or not_smaller"),
        };
        double[] scales = new double[shape.Rank];
        Array.Fill(scales, 1);
        foreach (int axis in axes)
        {
            scales[axis] = common;
            extents[axis] = checked((int)Math.Floor((common * shape[axis]) + 0.5));
        }

        return new([.. extents], [.. scales], crop);
    }

    private static int[] Axes(OnnxNode node, int rank) =>
        node.Opset >= 18 && node.Attributes.Integers("axes") is { } stated
            ? [.. stated.Select(axis => node.Axis(axis, rank))]
            : [.. Enumerable.Range(0, rank)];

    private static double[] RegionOf(OnnxNode node, int[] axes, int rank)
    {
        double[] stated = NumbersOf(node, 1) ?? throw node.Refuse("crops and has no region; expected input 1 (roi)");
        if (stated.Length != 2 * axes.Length) throw node.Refuse($"region has {stated.Length} numbers; expected {2 * axes.Length}, two an axis");
        double[] region = new double[2 * rank];
        Array.Fill(region, 1, rank, rank);
        for (int i = 0; i < axes.Length; i++)
        {
            region[axes[i]] = stated[i];
            region[axes[i] + rank] = stated[i + axes.Length];
        }

        return region;
    }

    // An empty tensor stands for an input that is left out, as opset 11 could not leave out the ones in the middle.
    private static double[]? NumbersOf(OnnxNode node, int input) =>
        node.OptionalConstant(input) is { Shape.Count: > 0 } value ? value.ToDouble() : null;
}
