using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;
using ReorganizationType = RefCnn.CoreML.Schema.ReorganizeDataLayerParams.Types.ReorganizationType;
using SliceAxis = RefCnn.CoreML.Schema.SliceLayerParams.Types.SliceAxis;

namespace RefCnn.CoreML.Emit;

/// <summary>Layers that only move values.</summary>
internal static class RearrangementEmitters
{
    /// <summary>concat along the channels, concatND along others.</summary>
    public static void Concat(NeuralNetworkNode node) => node.Finish(made =>
    {
        if (node.Exact) made.ConcatND = new ConcatNDLayerParams { Axis = ((Concat)node.Layer).Axis };
        else made.Concat = new ConcatLayerParams();
    });

    /// <summary>One slice an axis in version 1; sliceStatic otherwise, whose end is masked where a step backwards ends before the first sample.</summary>
    public static void Slice(NeuralNetworkNode node)
    {
        var layer = (Slice)node.Layer;
        if (!node.Exact)
        {
            SliceByAxis(node, layer);
            return;
        }

        var slice = new SliceStaticLayerParams();
        for (int axis = 0; axis < layer.Starts.Length; axis++)
        {
            long end = layer.Starts[axis] + ((layer.Counts[axis] - 1L) * layer.Steps[axis]) + Math.Sign(layer.Steps[axis]);
            slice.BeginIds.Add(layer.Starts[axis]);
            slice.BeginMasks.Add(false);
            slice.EndIds.Add(Math.Max(end, 0));
            slice.EndMasks.Add(end < 0);
            slice.Strides.Add(layer.Steps[axis]);
            slice.SqueezeMasks.Add(false);
        }

        node.Finish(made => made.SliceStatic = slice);
    }

    /// <summary>padding in the plane, constantPad elsewhere.</summary>
    public static void Pad(NeuralNetworkNode node)
    {
        var layer = (Pad)node.Layer;
        int rank = layer.Before.Length;
        bool inPlane = rank >= 3 && Enumerable.Range(0, rank - 2).All(axis => layer.Before[axis] + layer.After[axis] == 0);
        if (node.Exact && !inPlane)
        {
            var constant = new ConstantPaddingLayerParams { Value = layer.Value };
            for (int axis = 0; axis < rank; axis++) constant.PadAmounts.Add([(ulong)layer.Before[axis], (ulong)layer.After[axis]]);
            node.Finish(made => made.ConstantPad = constant);
            return;
        }

        var padding = new PaddingLayerParams
        {
            PaddingAmounts = ConvolutionEmitters.Borders(new Padding2D(layer.Before[^2], layer.Before[^1], layer.After[^2], layer.After[^1])),
        };
        if (layer.Mode == PadMode.Constant) padding.Constant = new PaddingLayerParams.Types.PaddingConstant { Value = layer.Value };
        else if (layer.Mode == PadMode.Reflect) padding.Reflection = new PaddingLayerParams.Types.PaddingReflection();
        else padding.Replication = new PaddingLayerParams.Types.PaddingReplication();
        node.Finish(made => made.Padding = padding);
    }

    /// <summary>reshape or flatten, channels first: the order of values stays.</summary>
    public static void Reshape(NeuralNetworkNode node) => node.Finish(made =>
    {
        if (node.Exact)
        {
            made.ReshapeStatic = new ReshapeStaticLayerParams();
            foreach (int extent in node.Output.Extents) made.ReshapeStatic.TargetShape.Add(extent);
            return;
        }

        int[] target = Rank5Form.Of(node.Output);
        if (target is [_, 1, 1]) made.Flatten = new FlattenLayerParams();
        else made.Reshape = new ReshapeLayerParams { TargetShape = { target.Select(extent => (long)extent) } };
    });

    /// <summary>permute of sequence and C, H, W, or transpose of all axes.</summary>
    public static void Transpose(NeuralNetworkNode node) => node.Finish(made =>
    {
        IEnumerable<ulong> permutation = ((Transpose)node.Layer).Permutation.Select(axis => (ulong)axis);
        if (node.Exact) made.Transpose = new TransposeLayerParams { Axes = { permutation } };
        else made.Permute = new PermuteLayerParams { Axis = { permutation } };
    });

    /// <summary>tile.</summary>
    public static void Tile(NeuralNetworkNode node) =>
        node.Finish(made => made.Tile = new TileLayerParams { Reps = { ((Tile)node.Layer).Repeats.Select(count => (ulong)count) } });

    /// <summary>reorganizeData, block first.</summary>
    public static void SpaceToDepth(NeuralNetworkNode node) => Reorganize(node, ReorganizationType.SpaceToDepth, ((SpaceToDepth)node.Layer).Block);

    /// <summary>reorganizeData, block first.</summary>
    public static void DepthToSpace(NeuralNetworkNode node) => Reorganize(node, ReorganizationType.DepthToSpace, ((DepthToSpace)node.Layer).Block);

    private static void Reorganize(NeuralNetworkNode node, ReorganizationType mode, int block) =>
        node.Finish(made => made.ReorganizeData = new ReorganizeDataLayerParams { Mode = mode, BlockSize = (ulong)block });

    private static void SliceByAxis(NeuralNetworkNode node, Slice layer)
    {
        Shape input = node.Input;
        int[] cut = [.. Enumerable.Range(0, input.Rank).Where(axis => layer.Counts[axis] != input[axis])];
        if (cut.Length == 0)
        {
            ArithmeticEmitters.Identity(node);
            return;
        }

        string value = node.InputNames[0];
        foreach (int axis in cut[..^1]) value = node.Step(value, made => made.Slice = Along(axis));
        node.Finish([value], made => made.Slice = Along(cut[^1]));

        // The end is one past the last sample; −1 would stand for the last but one.
        SliceLayerParams Along(int axis) => new()
        {
            StartIndex = layer.Starts[axis],
            EndIndex = layer.Starts[axis] + ((layer.Counts[axis] - 1L) * layer.Steps[axis]) + 1,
            Stride = (ulong)layer.Steps[axis],
            Axis = (SliceAxis)Rank5Form.Axis(input, axis),
        };
    }
}
