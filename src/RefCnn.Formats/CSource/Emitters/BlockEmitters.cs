using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.CSource.Emit;

namespace RefCnn.Formats.CSource.Emitters;

/// <summary>Blocks of space and channels that change places: the input read along six axes in another order.</summary>
internal static class BlockEmitters
{
    /// <summary>Space into channels.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void SpaceToDepth(CNode node, SpaceToDepth layer)
    {
        Shape x = node.InputShape;
        int b = layer.Block, plane = x.Height * x.Width, height = x.Height / b, width = x.Width / b;
        (int Extent, int Step) c = (x.Channels, plane), by = (b, x.Width), bx = (b, 1);
        (int Extent, int Step)[] channel = layer.Order == BlockOrder.BlockFirst ? [by, bx, c] : [c, by, bx];
        Walk(node, [(x.Batch, x.Channels * plane), .. channel, (height, b * x.Width), (width, b)]);
    }

    /// <summary>Channels into space.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void DepthToSpace(CNode node, DepthToSpace layer)
    {
        Shape x = node.InputShape;
        int b = layer.Block, plane = x.Height * x.Width, channels = x.Channels / (b * b);
        bool blockFirst = layer.Order == BlockOrder.BlockFirst;
        int channel = blockFirst ? plane : b * b * plane, place = blockFirst ? channels * plane : plane;
        Walk(node, [(x.Batch, x.Channels * plane), (channels, channel), (x.Height, x.Width), (b, b * place), (x.Width, 1), (b, place)]);
    }

    /// <summary>Darknet's reorg: output channel k reads place k div (C / s²) of the blocks of view channel k mod (C / s²).</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void DarknetReorg(CNode node, DarknetReorg layer)
    {
        Shape x = node.InputShape;
        int s = layer.Stride, row = x.Width * s;
        Walk(node, [(x.Batch, x.Channels * x.Height * x.Width), (s, row), (s, 1), (x.Channels / (s * s), x.Height * s * row), (x.Height, s * row), (x.Width, s)]);
    }

    private static void Walk(CNode node, (int Extent, int Step)[] axes) =>
        RearrangementEmitters.Gather(node, 0, [.. axes.Select(axis => axis.Extent)], [.. axes.Select(axis => axis.Step)]);
}
