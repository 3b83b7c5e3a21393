using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Constants;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>Imports Gemm and MatMul. A right-hand matrix that is known becomes the weight of a dense layer.</summary>
internal static class MatrixOperators
{
    /// <summary>Gemm 1, 6 (C broadcasts only if asked), 7, 9, 11 (C optional), 13: α · A' · B' + β · C.</summary>
    /// <param name="node">The node.</param>
    public static void Gemm(OnnxNode node)
    {
        if (node.Shape(0).Rank != 2 || node.Shape(1).Rank != 2)
            throw node.Refuse($"A and B have shapes {node.Shape(0)} and {node.Shape(1)}; expected rank 2");
        float alpha = node.Attributes.Number("alpha", 1), beta = node.Attributes.Number("beta", 1);
        bool transposed = node.Attributes.Flag("transB");
        int left = node.Attributes.Flag("transA") ? node.Step("transposed", new Transpose([1, 0]), node.Node(0)) : node.Node(0);
        var result = new Shape(node.ShapeOf(left)[0], node.Shape(1)[transposed ? 0 : 1]);
        bool adds = node.HasInput(2) && beta != 0;
        if (adds) CheckAddend(node, result);

        Tensor<float>? bias = null;
        if (adds && alpha == 1 && beta == 1 && node.Known(1) is not null && node.Known(2) is { } addend && IsBias(addend, result))
        {
            bias = addend.ToSingle().As(new Shape(result[1]));
            adds = false;
        }

        bool scales = alpha != 1;
        (Layer product, int[] inputs) = Product(node, left, transposed, bias);
        if (!scales && !adds)
        {
            node.Output(product, inputs);
            return;
        }

        int sum = node.Step("product", product, inputs);
        if (scales)
        {
            int factor = node.Number("alpha", alpha);
            if (!adds)
            {
                node.Output(new Binary(BinaryFunction.Mul), sum, factor);
                return;
            }

            sum = node.Step("scaled", new Binary(BinaryFunction.Mul), sum, factor);
        }

        int term = beta == 1 ? node.Node(2) : node.Step("addend", new Binary(BinaryFunction.Mul), node.Node(2), node.Number("beta", beta));
        node.Output(new Binary(BinaryFunction.Add), sum, term);
    }

    /// <summary>MatMul 1, 9, 13.</summary>
    /// <param name="node">The node.</param>
    public static void MatMul(OnnxNode node)
    {
        if (node.Known(1) is { Shape.Rank: 2 } weight && node.Shape(0).Rank >= 1) node.Output(new Dense(Transposed(weight)), node.Node(0));
        else node.Output(new MatMul(), node.Node(0), node.Node(1));
    }

    private static (Layer Layer, int[] Inputs) Product(OnnxNode node, int left, bool transposed, Tensor<float>? bias)
    {
        if (node.Known(1) is { } weight) return (new Dense(transposed ? weight.ToSingle() : Transposed(weight), bias), [left]);
        int right = transposed ? node.Step("columns", new Transpose([1, 0]), node.Node(1)) : node.Node(1);
        return (new MatMul(), [left, right]);
    }

    private static void CheckAddend(OnnxNode node, Shape result)
    {
        Shape addend = node.Shape(2);
        bool broadcasts = node.Opset >= 7 || node.Attributes.Flag("broadcast");
        if (!broadcasts && addend != result)
            throw node.Refuse($"C has shape {addend}; expected {result}, because attribute 'broadcast' is not set");
        if (Broadcast.Combine(addend, result) != result) throw node.Refuse($"C has shape {addend}; expected one that broadcasts to {result}");
    }

    private static bool IsBias(ConstantValue addend, Shape result) =>
        addend.Shape == new Shape(result[1]) || addend.Shape == new Shape(1, result[1]);

    private static Tensor<float> Transposed(ConstantValue matrix) => ConstantRearrangement.Apply(new Transpose([1, 0]), matrix).ToSingle();
}
