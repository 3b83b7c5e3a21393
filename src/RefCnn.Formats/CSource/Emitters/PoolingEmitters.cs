using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.CSource.Emit;

namespace RefCnn.Formats.CSource.Emitters;

/// <summary>Windows that slide over planes, and pooling over whole planes.</summary>
internal static class PoolingEmitters
{
    /// <summary>The largest sample of each window.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void MaxPool2D(CNode node, MaxPool2D layer) => node.Call("max_pool2d", Operands(node, layer));

    /// <summary>The index of the largest sample of each window.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void ArgMaxPool2D(CNode node, ArgMaxPool2D layer) => node.Call("argmax_pool2d", [.. Operands(node, layer), layer.ColumnMajor ? "1" : "0"]);

    /// <summary>The mean of each window.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void AveragePool2D(CNode node, AveragePool2D layer)
    {
        string divisor = layer.Divisor switch
        {
            PoolDivisor.Inside => "SAMPLES_INSIDE",
            PoolDivisor.Padded => "SAMPLES_AND_PADDING",
            _ => "WHOLE_WINDOW",
        };
        Size2D padded = layer.Window.PaddedExtent(node.InputShape);
        node.Call("average_pool2d", [.. Operands(node, layer), divisor, CLiteral.Array(padded.Height, padded.Width)]);
    }

    /// <summary>The norm of each window.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void L2Pool2D(CNode node, L2Pool2D layer) => node.Call("l2_pool2d", Operands(node, layer));

    /// <summary>One number a plane.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void GlobalPool(CNode node, GlobalPool layer)
    {
        string kernel = layer.Function switch
        {
            GlobalPoolFunction.Average => "global_average_pool",
            GlobalPoolFunction.Max => "global_max_pool",
            _ => "global_l2_pool",
        };
        int planes = node.OutputShape.Count;
        node.Call(kernel, node.Input, node.Output, CLiteral.Of(planes), CLiteral.Of(node.InputShape.Count / planes));
    }

    /// <summary>Declares a window.</summary>
    /// <param name="node">The node.</param>
    /// <param name="window">The window.</param>
    /// <param name="input">What it slides over.</param>
    /// <param name="output">Where it stands.</param>
    /// <returns>Its address.</returns>
    public static string Window(CNode node, Window2D window, Shape input, Shape output) => node.Structure(
        "window",
        Pair("input", input.Height, input.Width),
        Pair("output", output.Height, output.Width),
        Pair("kernel", window.Kernel.Height, window.Kernel.Width),
        Pair("stride", window.Stride.Height, window.Stride.Width),
        Pair("dilation", window.Dilation.Height, window.Dilation.Width),
        Pair("padding", window.Padding.Top, window.Padding.Left));

    private static string Pair(string field, int height, int width) => $".{field} = {{{CLiteral.List(height, width)}}}";

    private static string[] Operands(CNode node, PoolingLayer layer) =>
    [
        node.Input,
        node.Output,
        CLiteral.Of(node.OutputShape.Batch * node.OutputShape.Channels),
        Window(node, layer.Window, node.InputShape, node.OutputShape),
    ];
}
