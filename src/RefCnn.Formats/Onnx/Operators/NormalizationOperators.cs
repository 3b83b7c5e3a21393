using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>Imports normalisations that a layer computes.</summary>
internal static class NormalizationOperators
{
    /// <summary>BatchNormalization 1, 6 (is_test), 7 (spatial), 9, 14 (training_mode), 15, at inference.</summary>
    /// <param name="node">The node.</param>
    public static void BatchNormalization(OnnxNode node)
    {
        CheckInference(node);
        Tensor<float> scale = node.Constant(1).ToSingle(), shift = node.Constant(2).ToSingle();
        Tensor<float> mean = node.Constant(3).ToSingle(), variance = node.Constant(4).ToSingle();
        float epsilon = node.Attributes.Number("epsilon", 1e-5f);
        bool perChannel = node.Opset >= 9 || node.Attributes.Flag("spatial", true) || node.Shape(0).Rank == 2;
        if (!perChannel) throw node.Refuse("has attribute 'spatial' 0, statistics for every place of every channel; layers normalise by channel (ONNX dropped the form in opset 9)");
        node.Output(new BatchNorm(mean, variance, scale, shift, epsilon), node.Node(0));
    }

    /// <summary>InstanceNormalization 1, 6, 22.</summary>
    /// <param name="node">The node.</param>
    public static void InstanceNormalization(OnnxNode node) =>
        node.Output(new InstanceNorm(node.Constant(1).ToSingle(), node.Constant(2).ToSingle(), node.Attributes.Number("epsilon", 1e-5f)), node.Node(0));

    /// <summary>LRN 1, 13: across channels.</summary>
    /// <param name="node">The node.</param>
    public static void LocalResponse(OnnxNode node)
    {
        var layer = new LocalResponseNorm(
            node.Attributes.Integer("size"),
            node.Attributes.Number("alpha", 0.0001f),
            node.Attributes.Number("beta", 0.75f),
            node.Attributes.Number("bias", 1));
        node.Output(layer, node.Node(0));
    }

    /// <summary>MeanVarianceNormalization 9, 13: (x − mean) / (√variance + 1e-9).</summary>
    /// <param name="node">The node.</param>
    public static void MeanVariance(OnnxNode node)
    {
        if (node.Opset < 9) throw node.Refuse("was experimental before opset 9, without a definition of its axes");
        int rank = node.Shape(0).Rank;
        long[] axes = node.Attributes.Integers("axes") ?? [0, 2, 3];
        node.Output(new MeanVarianceNorm([.. axes.Select(axis => node.Axis(axis, rank))]), node.Node(0));
    }

    /// <summary>LpNormalization 1, 22, of order 1 or 2. What has norm 0 stays 0.</summary>
    /// <param name="node">The node.</param>
    public static void LpNormalization(OnnxNode node)
    {
        ImmutableArray<int> axes = [node.Axis(node.Attributes.Integer("axis", -1), node.Shape(0).Rank)];
        int order = node.Attributes.Integer("p", 2);
        if (order is not (1 or 2)) throw node.Refuse($"attribute 'p' is {order}; expected 1 or 2");
        if (order == 2)
        {
            node.Output(new L2Normalize(axes, 0), node.Node(0));
            return;
        }

        int magnitudes = node.Step("magnitudes", new Unary(UnaryFunction.Abs), node.Node(0));
        int norm = node.Step("norm", new Reduce(ReduceFunction.Sum, axes), magnitudes);
        int divisor = node.Step("divisor", new Binary(BinaryFunction.Max), norm, node.Number("smallest", 1.17549435e-38));
        node.Output(new Binary(BinaryFunction.Div), node.Node(0), divisor);
    }

    private static void CheckInference(OnnxNode node)
    {
        if (Enumerable.Range(1, 4).Any(node.HasOutput) || (node.Opset >= 14 && node.Attributes.Flag("training_mode")))
            throw node.Refuse("trains (it updates its statistics); export the model for inference");
        if (node.Opset < 7 && !node.Attributes.Flag("is_test")) node.Note("attribute 'is_test' is not set; it was read as at inference, for it has one output");
    }
}
