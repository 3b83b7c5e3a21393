using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Schema;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Writes convolutions and fully connected layers.</summary>
internal static class ConvolutionExporters
{
    /// <summary>Conv.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void Conv2D(ExportNode node, Conv2D layer) =>
        node.Output("Conv", Operands(node, layer.Weight, layer.Bias), [.. ExportAttribute.Window(layer.Window), ExportAttribute.Integer("group", layer.Groups)]);

    /// <summary>ConvTranspose; where the output padding is not less than the stride, which engines refuse, it is taken off the trailing padding, and the rest is Pad before Add of the bias.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void ConvTranspose2D(ExportNode node, ConvTranspose2D layer)
    {
        Window2D window = layer.Window;
        Size2D extra = layer.OutputPadding;
        if (extra.Height < window.Stride.Height && extra.Width < window.Stride.Width)
        {
            node.Output("ConvTranspose", Operands(node, layer.Weight, layer.Bias), Attributes(window, extra));
            return;
        }

        Padding2D padding = window.Padding;
        int bottom = Math.Min(padding.Bottom, extra.Height), right = Math.Min(padding.Right, extra.Width);
        Window2D uncropped = window with { Padding = padding with { Bottom = padding.Bottom - bottom, Right = padding.Right - right } };
        string[] pad = [node.Step("sum", "ConvTranspose", [node.Input, node.Numbers("weight", layer.Weight)], Attributes(uncropped, new Size2D(0, 0)))];
        pad = [.. pad, node.Integers("pads", 0, 0, 0, 0, 0, 0, extra.Height - bottom, extra.Width - right), node.Number("padding", 0)];
        if (layer.Bias is null) node.Output("Pad", pad);
        else node.Output("Add", [node.Step("padded", "Pad", pad), node.Numbers("bias", layer.Bias.As(new Shape(layer.Bias.Count, 1, 1)))]);

        AttributeProto[] Attributes(Window2D window, Size2D outputPadding) =>
        [
            .. ExportAttribute.Window(window),
            ExportAttribute.Integer("group", layer.Groups),
            ExportAttribute.Integers("output_padding", outputPadding.Height, outputPadding.Width),
        ];
    }

    /// <summary>Gemm at rank 2; otherwise MatMul with the transposed weight, and Add.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void Dense(ExportNode node, Dense layer)
    {
        if (node.Shape.Rank == 2)
        {
            node.Output("Gemm", Operands(node, layer.Weight, layer.Bias), ExportAttribute.Integer("transB", 1));
            return;
        }

        string weight = node.Numbers("weight", Transposed(layer.Weight));
        if (layer.Bias is null) node.Output("MatMul", [node.Input, weight]);
        else node.Output("Add", [node.Step("product", "MatMul", [node.Input, weight]), node.Numbers("bias", layer.Bias)]);
    }

    private static string[] Operands(ExportNode node, Tensor<float> weight, Tensor<float>? bias) =>
        [node.Input, node.Numbers("weight", weight), .. bias is null ? Array.Empty<string>() : [node.Numbers("bias", bias)]];

    private static Tensor<float> Transposed(Tensor<float> matrix)
    {
        (int rows, int columns) = (matrix.Shape[0], matrix.Shape[1]);
        var result = new Tensor<float>(new Shape(columns, rows));
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) result[column, row] = matrix[row, column];
        }

        return result;
    }
}
