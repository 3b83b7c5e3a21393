using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Emit;

/// <summary>Layers that move values, and sampling anew.</summary>
internal static class ProgramRearrangements
{
    /// <summary>concat.</summary>
    public static void Concat(ProgramNode node) => node.Values("values", node.Inputs)
        .Bind("axis", MilValues.Of(((Concat)node.Layer).Axis)).Bind("interleave", MilValues.Of(false)).Finish("concat");

    /// <summary>slice_by_index; the end is masked where a step backwards ends before the first sample.</summary>
    public static void Slice(ProgramNode node)
    {
        var layer = (Slice)node.Layer;
        int rank = layer.Starts.Length;
        int[] ends = [.. Enumerable.Range(0, rank).Select(axis => layer.Starts[axis] + ((layer.Counts[axis] - 1) * layer.Steps[axis]) + Math.Sign(layer.Steps[axis]))];
        node.X().Bind("begin", MilValues.Of((int[])[.. layer.Starts])).Bind("end", MilValues.Of((int[])[.. ends.Select(end => Math.Max(end, 0))]))
            .Bind("stride", MilValues.Of((int[])[.. layer.Steps])).Bind("begin_mask", MilValues.Of(new bool[rank]))
            .Bind("end_mask", MilValues.Of((bool[])[.. ends.Select(end => end < 0)])).Bind("squeeze_mask", MilValues.Of(new bool[rank])).Finish("slice_by_index");
    }

    /// <summary>pad of all axes with a number, of the plane with its own samples.</summary>
    public static void Pad(ProgramNode node)
    {
        var layer = (Pad)node.Layer;
        int rank = layer.Before.Length, first = layer.Mode == PadMode.Constant ? 0 : rank - 2;
        int[] amounts = [.. Enumerable.Range(first, rank - first).SelectMany(axis => new[] { layer.Before[axis], layer.After[axis] })];
        string mode = layer.Mode switch { PadMode.Constant => "constant", PadMode.Reflect => "reflect", _ => "replicate" };
        node.X().Bind("pad", MilValues.Of(amounts)).Bind("mode", MilValues.Of(mode)).Bind("constant_val", layer.Value).Finish("pad");
    }

    /// <summary>upsample_nearest_neighbor by whole factors; resize_bilinear to a size, in three conventions.</summary>
    public static void Resize(ProgramNode node)
    {
        var layer = (Resize)node.Layer;
        if (layer.Interpolation == ResizeInterpolation.Nearest)
        {
            node.X().Bind("scale_factor_height", MilValues.Of(layer.Sizes[2] / node.InputShape.Height))
                .Bind("scale_factor_width", MilValues.Of(layer.Sizes[3] / node.InputShape.Width)).Finish("upsample_nearest_neighbor");
            return;
        }

        string mode = layer.Coordinates switch
        {
            ResizeCoordinates.AlignCorners => "STRICT_ALIGN_CORNERS",
            ResizeCoordinates.Asymmetric => "DEFAULT",
            _ => "UNALIGN_CORNERS",
        };
        node.X().Bind("target_size_height", MilValues.Of(layer.Sizes[2])).Bind("target_size_width", MilValues.Of(layer.Sizes[3]))
            .Bind("sampling_mode", MilValues.Of(mode)).Finish("resize_bilinear");
    }
}
