using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Writes layers that move blocks between space and channels.</summary>
internal static class BlockExporters
{
    /// <summary>SpaceToDepth, which is block first; channel first by Reshape, Transpose, Reshape.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void SpaceToDepth(ExportNode node, SpaceToDepth layer)
    {
        int block = layer.Block;
        if (layer.Order == BlockOrder.BlockFirst)
        {
            node.Output("SpaceToDepth", node.Inputs, ExportAttribute.Integer("blocksize", block));
            return;
        }

        Shape shape = node.Shape;
        string blocks = RearrangementExporters.View(
            node, "blocks", node.Input, new Shape(shape.Batch, shape.Channels, shape.Height / block, block, shape.Width / block, block));
        string moved = node.Step("moved", "Transpose", [blocks], ExportAttribute.Integers("perm", 0, 1, 3, 5, 2, 4));
        RearrangementExporters.Reshape(node, moved);
    }

    /// <summary>DepthToSpace: DCR is block first, CRD channel first.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void DepthToSpace(ExportNode node, DepthToSpace layer) => node.Output(
        "DepthToSpace",
        node.Inputs,
        ExportAttribute.Integer("blocksize", layer.Block),
        ExportAttribute.Text("mode", layer.Order == BlockOrder.BlockFirst ? "DCR" : "CRD"));

    /// <summary>Reshape to [N, C / s², H · s, W · s], SpaceToDepth, Reshape.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void DarknetReorg(ExportNode node, DarknetReorg layer)
    {
        (Shape shape, int s) = (node.Shape, layer.Stride);
        string view = RearrangementExporters.View(node, "view", node.Input, new Shape(shape.Batch, shape.Channels / (s * s), shape.Height * s, shape.Width * s));
        string moved = node.Step("moved", "SpaceToDepth", [view], ExportAttribute.Integer("blocksize", s));
        RearrangementExporters.Reshape(node, moved);
    }
}
