using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Writes local response normalisation.</summary>
internal static class ResponseNormExporter
{
    /// <summary>
    /// LRN across channels of an NCHW input with an odd size, which all engines compute; otherwise x / (k + α · mean of x² over the region)^β
    /// with AveragePool, over a view [batch, 1, channels, samples] across channels.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void LocalResponseNorm(ExportNode node, LocalResponseNorm layer)
    {
        bool across = layer.Region == ResponseRegion.AcrossChannels;
        if (across && node.Shape.Rank == 4 && layer is { Size: var size, Alpha: > 0, Beta: > 0 } && size % 2 == 1)
        {
            node.Output(
                "LRN",
                node.Inputs,
                ExportAttribute.Number("alpha", layer.Alpha),
                ExportAttribute.Number("beta", layer.Beta),
                ExportAttribute.Number("bias", layer.K),
                ExportAttribute.Integer("size", layer.Size));
            return;
        }

        string squares = node.Step("squares", "Mul", [node.Input, node.Input]);
        string mean = across ? Across(node, layer, squares) : Mean(node, squares, Window2D.Of(layer.Size, 1, layer.Size / 2));
        string scaled = node.Step("scaled", "Mul", [mean, node.Number("alpha", layer.Alpha)]);
        string shifted = node.Step("shifted", "Add", [scaled, node.Number("k", layer.K)]);
        node.Output("Div", [node.Input, node.Step("power", "Pow", [shifted, node.Number("beta", layer.Beta)])]);
    }

    private static string Across(ExportNode node, LocalResponseNorm layer, string squares)
    {
        Shape shape = node.Shape;
        var plane = new Shape(shape[0], 1, shape[1], shape.CountBetween(2, shape.Rank));
        int before = (layer.Size - 1) / 2;
        var window = Window2D.Of(new Size2D(layer.Size, 1), 1, new Padding2D(before, 0, layer.Size - 1 - before, 0));
        string mean = Mean(node, RearrangementExporters.View(node, "plane", squares, plane), window);
        return RearrangementExporters.View(node, "means", mean, shape);
    }

    private static string Mean(ExportNode node, string squares, Window2D window) =>
        node.Step("mean", "AveragePool", [squares], [.. ExportAttribute.Window(window), ExportAttribute.Integer("count_include_pad", 1)]);
}
