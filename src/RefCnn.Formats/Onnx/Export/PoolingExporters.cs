using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Writes pooling layers other than the average. Every rounding becomes ONNX's floor, with the trailing padding that makes it count the same windows.</summary>
internal static class PoolingExporters
{
    /// <summary>MaxPool; a Pad of −∞ before it where the padding is not less than the kernel, which engines refuse.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void MaxPool2D(ExportNode node, MaxPool2D layer)
    {
        Window2D window = Covering(node, layer);
        string input = node.Input;
        if (!IsSmall(window)) (input, window) = Padded(node, window, float.NegativeInfinity);
        node.Output("MaxPool", [input], ExportAttribute.Window(window));
    }

    /// <summary>MaxPool's second output, which is int64, and Cast.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void ArgMaxPool2D(ExportNode node, ArgMaxPool2D layer)
    {
        string indices = node.SecondOf(
            "indices",
            "MaxPool",
            [node.Input],
            [.. ExportAttribute.Window(Covering(node, layer)), ExportAttribute.Integer("storage_order", layer.ColumnMajor ? 1 : 0)]);
        node.Output("Cast", [indices], ExportAttribute.Integer("to", node.ElementNumber));
    }

    /// <summary>LpPool with p = 2; a Pad of 0 before it where the padding is not less than the kernel.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void L2Pool2D(ExportNode node, L2Pool2D layer)
    {
        Window2D window = Covering(node, layer);
        string input = node.Input;
        if (!IsSmall(window)) (input, window) = Padded(node, window, 0);
        node.Output("LpPool", [input], [.. ExportAttribute.Window(window), ExportAttribute.Integer("p", 2)]);
    }

    /// <summary>GlobalAveragePool, GlobalMaxPool, or GlobalLpPool with p = 2.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void GlobalPool(ExportNode node, GlobalPool layer)
    {
        switch (layer.Function)
        {
            case GlobalPoolFunction.Average:
                node.Output("GlobalAveragePool", node.Inputs);
                break;
            case GlobalPoolFunction.Max:
                node.Output("GlobalMaxPool", node.Inputs);
                break;
            default:
                node.Output("GlobalLpPool", node.Inputs, ExportAttribute.Integer("p", 2));
                break;
        }
    }

    /// <summary>The window whose trailing padding makes floor count the windows that the layer's rounding counts.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static Window2D Covering(ExportNode node, PoolingLayer layer)
    {
        Window2D window = layer.Window;
        if (layer.Rounding == PoolRounding.Floor) return window;
        int bottom = ((node.OutputShape.Height - 1) * window.Stride.Height) + window.Reach.Height - node.Shape.Height - window.Padding.Top;
        int right = ((node.OutputShape.Width - 1) * window.Stride.Width) + window.Reach.Width - node.Shape.Width - window.Padding.Left;
        return window with { Padding = window.Padding with { Bottom = Math.Max(0, bottom), Right = Math.Max(0, right) } };
    }

    /// <summary>Whether the padding is less than the kernel on every side.</summary>
    /// <param name="window">The window.</param>
    public static bool IsSmall(Window2D window) =>
        Math.Max(window.Padding.Top, window.Padding.Bottom) < window.Kernel.Height && Math.Max(window.Padding.Left, window.Padding.Right) < window.Kernel.Width;

    /// <summary>Pads the input as a window does.</summary>
    /// <param name="node">The node.</param>
    /// <param name="window">The window.</param>
    /// <param name="value">The padding's value.</param>
    /// <returns>The padded input, and the window without padding.</returns>
    public static (string Input, Window2D Window) Padded(ExportNode node, Window2D window, float value)
    {
        Padding2D padding = window.Padding;
        string pads = node.Integers("pads", 0, 0, padding.Top, padding.Left, 0, 0, padding.Bottom, padding.Right);
        return (node.Step("padded", "Pad", [node.Input, pads, node.Number("padding", value)]), window with { Padding = Padding2D.None });
    }
}
