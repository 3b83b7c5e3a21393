using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Writes normalisations by means, variances and norms.</summary>
internal static class NormalizationExporters
{
    /// <summary>BatchNormalization; absent scale is 1, absent shift 0.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void BatchNorm(ExportNode node, BatchNorm layer) => node.Output(
        "BatchNormalization",
        [node.Input, Channels(node, "scale", layer.Scale, 1), Channels(node, "shift", layer.Shift, 0), node.Numbers("mean", layer.Mean), node.Numbers("variance", layer.Variance)],
        ExportAttribute.Number("epsilon", layer.Epsilon));

    /// <summary>InstanceNormalization; absent scale is 1, absent shift 0.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void InstanceNorm(ExportNode node, InstanceNorm layer) => node.Output(
        "InstanceNormalization",
        [node.Input, Channels(node, "scale", layer.Scale, 1), Channels(node, "shift", layer.Shift, 0)],
        ExportAttribute.Number("epsilon", layer.Epsilon));

    /// <summary>ReduceMean, Sub; and for the variance Mul, ReduceMean, the root, Div. ONNX's MeanVarianceNormalization fixes ε.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void MeanVarianceNorm(ExportNode node, MeanVarianceNorm layer)
    {
        string mean = ReductionExporters.Step(node, "mean", "ReduceMean", node.Input, layer.Axes);
        if (!layer.NormalizeVariance)
        {
            node.Output("Sub", [node.Input, mean]);
            return;
        }

        string centred = node.Step("centred", "Sub", [node.Input, mean]);
        string squares = node.Step("squares", "Mul", [centred, centred]);
        string variance = ReductionExporters.Step(node, "variance", "ReduceMean", squares, layer.Axes);
        node.Output("Div", [centred, Root(node, variance, layer.Epsilon, layer.Placement)]);
    }

    /// <summary>Mul, ReduceSum, the root, Div. Where ε is 0 the smallest normal number keeps 0 / 0 at 0.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">Its layer.</param>
    public static void L2Normalize(ExportNode node, L2Normalize layer)
    {
        string squares = node.Step("squares", "Mul", [node.Input, node.Input]);
        string sum = ReductionExporters.Step(node, "sum", "ReduceSum", squares, layer.Axes);
        string root = layer.Epsilon == 0
            ? Root(node, sum, node.SmallestNormal, EpsilonPlacement.Floor)
            : Root(node, sum, layer.Epsilon, layer.Placement);
        node.Output("Div", [node.Input, root]);
    }

    private static string Root(ExportNode node, string square, double epsilon, EpsilonPlacement placement)
    {
        string small = node.Number("epsilon", epsilon);
        return placement switch
        {
            EpsilonPlacement.InsideRoot => node.Step("root", "Sqrt", [node.Step("shifted", "Add", [square, small])]),
            EpsilonPlacement.OutsideRoot => node.Step("shifted", "Add", [node.Step("root", "Sqrt", [square]), small]),
            _ => node.Step("floored", "Max", [node.Step("root", "Sqrt", [square]), small]),
        };
    }

    private static string Channels(ExportNode node, string name, Tensor<float>? given, float otherwise)
    {
        if (given is not null) return node.Numbers(name, given);
        var values = new Tensor<float>(new Shape(node.Shape[1]));
        values.Span.Fill(otherwise);
        return node.Numbers(name, values);
    }
}
