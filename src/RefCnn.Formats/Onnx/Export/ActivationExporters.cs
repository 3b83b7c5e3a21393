using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Writes the activations that need more than a line.</summary>
internal static class ActivationExporters
{
    /// <summary>Clip with both limits: one that is left out is the largest finite number of the type, which would clip infinity.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void Clip(ExportNode node, Clip layer) =>
        node.Output("Clip", [node.Input, node.Number("minimum", layer.Minimum), node.Number("maximum", layer.Maximum)]);

    /// <summary>HardSigmoid.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void HardSigmoid(ExportNode node, HardSigmoid layer) =>
        node.Output("HardSigmoid", node.Inputs, ExportAttribute.Number("alpha", layer.Alpha), ExportAttribute.Number("beta", layer.Beta));
}
