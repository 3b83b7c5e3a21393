using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Lowering;

/// <summary>Core ML moves blocks with the place in the block first; the other orders are that and a reordering of channels.</summary>
internal static class BlockLowering
{
    /// <summary>Channel first: block first, then the two parts of the channel index change places.</summary>
    public static int SpaceToDepth(LoweringStep step)
    {
        var layer = (SpaceToDepth)step.Layer;
        if (layer.Block == 1) return step.Finish(new Identity(), step.Input);
        if (layer.Order == BlockOrder.BlockFirst) return step.Keep();
        int blocks = step.Add(new SpaceToDepth(layer.Block), step.Input);
        Shape shape = step.ShapeOf(blocks);
        return Swap(step, blocks, layer.Block * layer.Block, step.InputShape.Channels, shape);
    }

    /// <summary>Channel first: the two parts of the channel index change places, then block first.</summary>
    public static int DepthToSpace(LoweringStep step)
    {
        var layer = (DepthToSpace)step.Layer;
        if (layer.Block == 1) return step.Finish(new Identity(), step.Input);
        if (layer.Order == BlockOrder.BlockFirst) return step.Keep();
        Shape shape = step.InputShape;
        int places = layer.Block * layer.Block, channels = shape.Channels / places;
        int parts = step.Reshape(step.Input, shape.Batch, channels, places, shape.Height * shape.Width);
        int swapped = step.Add(new Transpose([0, 2, 1, 3]), parts);
        return step.Finish(new DepthToSpace(layer.Block), step.Reshape(swapped, shape.Extents));
    }

    /// <summary>By definition: a view, space to depth, a view.</summary>
    public static int DarknetReorg(LoweringStep step)
    {
        int stride = ((DarknetReorg)step.Layer).Stride;
        Shape shape = step.InputShape;
        int view = step.Reshape(step.Input, shape.Batch, shape.Channels / (stride * stride), shape.Height * stride, shape.Width * stride);
        return step.Finish(new Reshape(step.Layer.InferShape(shape)), step.Add(new SpaceToDepth(stride), view));
    }

    private static int Swap(LoweringStep step, int node, int outer, int inner, Shape shape)
    {
        int parts = step.Reshape(node, shape.Batch, outer, inner, shape.Height * shape.Width);
        return step.Finish(new Reshape(shape), step.Add(new Transpose([0, 2, 1, 3]), parts));
    }
}
