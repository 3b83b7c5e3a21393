using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>Imports activations that need more than one attribute read: defaults by opset, and those made of several layers.</summary>
internal static class ActivationOperators
{
    /// <summary>PRelu 1, 6 (one slope or one a channel), 7, 9, 16 (broadcast from the last axis).</summary>
    /// <param name="node">The node.</param>
    public static void PRelu(OnnxNode node)
    {
        Tensor<float> slope = node.Constant(1).ToSingle();
        int rank = node.Shape(0).Rank;
        if (node.Opset < 7 && slope.Shape.Rank == 1 && rank >= 2)
        {
            int[] extents = [slope.Count, .. Enumerable.Repeat(1, rank - 2)];
            slope = slope.As(new Shape(extents));
        }

        node.Output(new PRelu(slope), node.Node(0));
    }

    /// <summary>Selu 1 (rounded constants), 6, 22: γ · elu(x, α).</summary>
    /// <param name="node">The node.</param>
    public static void Selu(OnnxNode node)
    {
        float alpha = node.Attributes.Number("alpha", node.Opset < 6 ? 1.6732f : 1.67326319217681884765625f);
        float gamma = node.Attributes.Number("gamma", node.Opset < 6 ? 1.0507f : 1.05070102214813232421875f);
        Product(node, node.Step("elu", new Elu(alpha), node.Node(0)), node.Number("gamma", gamma));
    }

    /// <summary>Celu 12: α · elu(x / α).</summary>
    /// <param name="node">The node.</param>
    public static void Celu(OnnxNode node)
    {
        float alpha = node.Attributes.Number("alpha", 1);
        if (!(alpha > 0)) throw node.Refuse($"attribute 'alpha' is {alpha}; expected more than 0");
        if (alpha == 1)
        {
            node.Output(new Elu(), node.Node(0));
            return;
        }

        int factor = node.Number("alpha", alpha);
        int ratio = node.Step("ratio", new Binary(BinaryFunction.Div), node.Node(0), factor);
        Product(node, node.Step("elu", new Elu(), ratio), factor);
    }

    /// <summary>HardSigmoid 1, 6, 22.</summary>
    /// <param name="node">The node.</param>
    public static void HardSigmoid(OnnxNode node) =>
        node.Output(new HardSigmoid(node.Attributes.Number("alpha", 0.2f), node.Attributes.Number("beta", 0.5f)), node.Node(0));

    /// <summary>HardSwish 14, 22: x · hard-sigmoid(x, 1/6, 1/2).</summary>
    /// <param name="node">The node.</param>
    public static void HardSwish(OnnxNode node) =>
        Product(node, node.Node(0), node.Step("gate", new HardSigmoid(1f / 6, 0.5f), node.Node(0)));

    /// <summary>Swish 24: x · sigmoid(α · x).</summary>
    /// <param name="node">The node.</param>
    public static void Swish(OnnxNode node)
    {
        float alpha = node.Attributes.Number("alpha", 1);
        int scaled = alpha == 1 ? node.Node(0) : node.Step("scaled", new Binary(BinaryFunction.Mul), node.Node(0), node.Number("alpha", alpha));
        Product(node, node.Node(0), node.Step("gate", new Sigmoid(), scaled));
    }

    /// <summary>Softsign 1, 22: x / (1 + |x|).</summary>
    /// <param name="node">The node.</param>
    public static void Softsign(OnnxNode node)
    {
        int magnitude = node.Step("magnitude", new Unary(UnaryFunction.Abs), node.Node(0));
        int divisor = node.Step("divisor", new Binary(BinaryFunction.Add), magnitude, node.Number("one", 1));
        node.Output(new Binary(BinaryFunction.Div), node.Node(0), divisor);
    }

    /// <summary>Mish 18, 22: x · tanh(softplus(x)).</summary>
    /// <param name="node">The node.</param>
    public static void Mish(OnnxNode node) =>
        Product(node, node.Node(0), node.Step("gate", new Tanh(), node.Step("softplus", new Softplus(), node.Node(0))));

    /// <summary>Gelu 20 in its tanh form: x/2 · (1 + tanh(√(2/π) · (x + 0.044715 · x³))).</summary>
    /// <param name="node">The node.</param>
    public static void Gelu(OnnxNode node)
    {
        if (node.Attributes.Text("approximate", "none") != "tanh")
            throw node.Refuse("needs the error function, which no layer computes; export it with approximate='tanh'");
        int x = node.Node(0);
        int cube = node.Step("cube", new Binary(BinaryFunction.Pow), x, node.Number("three", 3));
        int correction = node.Step("correction", new Binary(BinaryFunction.Mul), cube, node.Number("coefficient", 0.044715));
        int corrected = node.Step("corrected", new Binary(BinaryFunction.Add), x, correction);
        int argument = node.Step("argument", new Binary(BinaryFunction.Mul), corrected, node.Number("root", Math.Sqrt(2 / Math.PI)));
        int gate = node.Step("gate", new Binary(BinaryFunction.Add), node.Step("tanh", new Tanh(), argument), node.Number("one", 1));
        Product(node, node.Step("half", new Binary(BinaryFunction.Mul), x, node.Number("factor", 0.5)), gate);
    }

    /// <summary>ThresholdedRelu 10, 22, which is relu where its threshold is 0.</summary>
    /// <param name="node">The node.</param>
    public static void ThresholdedRelu(OnnxNode node)
    {
        float alpha = node.Attributes.Number("alpha", 1);
        if (alpha != 0) throw node.Refuse($"jumps at its threshold of {alpha}, which no layer does; only a threshold of 0 is relu");
        node.Output(new Relu(), node.Node(0));
    }

    /// <summary>Clip 1 (attributes, no default limits), 6 (attributes), 11, 12, 13 (inputs).</summary>
    /// <param name="node">The node.</param>
    public static void Clip(OnnxNode node)
    {
        float lowest = node.Opset < 6 ? float.NegativeInfinity : float.MinValue, highest = -lowest;
        if (node.Opset < 11)
        {
            lowest = node.Attributes.Number("min", lowest);
            highest = node.Attributes.Number("max", highest);
        }
        else
        {
            lowest = Limit(node, 1) ?? lowest;
            highest = Limit(node, 2) ?? highest;
        }

        node.Output(new Clip(lowest, highest), node.Node(0));
    }

    private static float? Limit(OnnxNode node, int input) => node.HasInput(input) ? (float)node.Single(input) : null;

    private static void Product(OnnxNode node, int left, int right) => node.Output(new Binary(BinaryFunction.Mul), left, right);
}
