using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Writes convolutions and fully connected layers.</summary>
internal static class ConvolutionExporters
{
    /// <summary>Conv.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void Conv2D(ExportNode node, Conv2D layer) =>
        node.Output("Conv", Operands(node, layer.Weight, layer.Bias), [.. ExportAttribute.Window(layer.Window), ExportAttribute.Integer("group", layer.Groups)]);

    /// <summary>ConvTranspose.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void ConvTranspose2D(ExportNode node, ConvTranspose2D layer) => node.Output(
        "ConvTranspose",
        Operands(node, layer.Weight, layer.Bias),
        [
            .. ExportAttribute.Window(layer.Window),
            ExportAttribute.Integer("group", layer.Groups),
            ExportAttribute.Integers("output_padding", layer.OutputPadding.Height, layer.OutputPadding.Width),
        ]);

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
