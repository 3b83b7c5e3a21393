using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Writes average pooling. What counts towards the divisor is told apart by what is padded before the pooling, and what by it.</summary>
internal static class AveragePoolExporter
{
    /// <summary>AveragePool; Pad before it where padding counts; or a convolution with ones and Div where padding that does not count is as large as the kernel.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void AveragePool2D(ExportNode node, AveragePool2D layer)
    {
        Window2D window = PoolingExporters.Covering(node, layer);
        string input = node.Input;
        if (layer.Divisor == PoolDivisor.Inside)
        {
            if (!PoolingExporters.IsSmall(window)) SumAndDivide(node, window);
            else node.Output("AveragePool", [input], ExportAttribute.Window(window));
            return;
        }

        // Samples that Pad adds count; those that AveragePool adds, for the overhang of a last window, do not.
        Padding2D counted = layer.Divisor == PoolDivisor.Window ? window.Padding : Least(window.Padding, layer.Window.Padding);
        var overhang = new Padding2D(0, 0, window.Padding.Bottom - counted.Bottom, window.Padding.Right - counted.Right);
        if (counted == window.Padding && PoolingExporters.IsSmall(window))
        {
            node.Output("AveragePool", [input], [.. ExportAttribute.Window(window), ExportAttribute.Integer("count_include_pad", 1)]);
            return;
        }

        (input, _) = PoolingExporters.Padded(node, window with { Padding = counted }, 0);
        node.Output("AveragePool", [input], ExportAttribute.Window(window with { Padding = overhang }));
    }

    private static Padding2D Least(Padding2D covering, Padding2D own) =>
        covering with { Bottom = Math.Min(covering.Bottom, own.Bottom), Right = Math.Min(covering.Right, own.Right) };

    private static void SumAndDivide(ExportNode node, Window2D window)
    {
        Shape input = node.Shape, output = node.OutputShape;
        var ones = new Tensor<float>(new Shape(input.Channels, 1, window.Kernel.Height, window.Kernel.Width));
        ones.Span.Fill(1);
        string sum = node.Step(
            "sum", "Conv", [node.Input, node.Numbers("ones", ones)], [.. ExportAttribute.Window(window), ExportAttribute.Integer("group", input.Channels)]);

        var counts = new Tensor<float>(new Shape(1, 1, output.Height, output.Width));
        for (int y = 0; y < output.Height; y++)
        {
            int rows = TapsInside(y * window.Stride.Height - window.Padding.Top, window.Kernel.Height, window.Dilation.Height, input.Height);
            for (int x = 0; x < output.Width; x++)
                counts[0, 0, y, x] = rows * TapsInside(x * window.Stride.Width - window.Padding.Left, window.Kernel.Width, window.Dilation.Width, input.Width);
        }

        node.Output("Div", [sum, node.Numbers("counts", counts)]);
    }

    private static int TapsInside(int start, int kernel, int dilation, int extent) =>
        Enumerable.Range(0, kernel).Count(tap => start + (tap * dilation) >= 0 && start + (tap * dilation) < extent);
}
