using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Writes the activations that need more than a line.</summary>
internal static class ActivationExporters
{
    /// <summary>Clip; an infinite limit is left out.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void Clip(ExportNode node, Clip layer)
    {
        string minimum = float.IsNegativeInfinity(layer.Minimum) ? string.Empty : node.Number("minimum", layer.Minimum);
        if (float.IsPositiveInfinity(layer.Maximum)) node.Output("Clip", minimum.Length == 0 ? [node.Input] : [node.Input, minimum]);
        else node.Output("Clip", [node.Input, minimum, node.Number("maximum", layer.Maximum)]);
    }

    /// <summary>HardSigmoid.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void HardSigmoid(ExportNode node, HardSigmoid layer) =>
        node.Output("HardSigmoid", node.Inputs, ExportAttribute.Number("alpha", layer.Alpha), ExportAttribute.Number("beta", layer.Beta));
}
