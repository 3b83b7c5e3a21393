using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>Imports normalisations as several layers: a core without parameters, then scale and shift.</summary>
internal static class DecomposedNormalizations
{
    /// <summary>LayerNormalization 17: normalises over an axis and all behind it. Mean and inverse deviation are outputs too.</summary>
    /// <param name="node">The node.</param>
    public static void Layer(OnnxNode node)
    {
        ImmutableArray<int> axes = TrailingAxes(node);
        float epsilon = node.Attributes.Number("epsilon", 1e-5f);
        int normalized = node.Step("normalized", new MeanVarianceNorm(axes, true, epsilon, EpsilonPlacement.InsideRoot), node.Node(0));
        ScaleAndShift(node, normalized, node.Node(1), node.HasInput(2) ? node.Node(2) : null);

        node.Output(1, new Reduce(ReduceFunction.Mean, axes), node.Node(0));
        if (!node.HasOutput(2)) return;
        int centred = node.Step("centred", new MeanVarianceNorm(axes, false), node.Node(0));
        node.Output(2, new Unary(UnaryFunction.Reciprocal), RootMeanSquareOf(node, centred, axes, epsilon));
    }

    /// <summary>GroupNormalization 18 (scale and shift for each group), 21 (for each channel).</summary>
    /// <param name="node">The node.</param>
    public static void Group(OnnxNode node)
    {
        Shape shape = node.Shape(0);
        int groups = node.Attributes.Integer("num_groups");
        if (shape.Rank < 3) throw node.Refuse($"input has shape {shape}; expected rank 3 or more (batch × channels × space)");
        if (groups < 1 || shape.Channels % groups != 0) throw node.Refuse($"has {groups} groups; expected a number that divides the {shape.Channels} channels");
        var grouped = new Shape(shape.Batch, groups, shape.CountBetween(1, shape.Rank) / groups);
        int input = node.Step("grouped", new Reshape(grouped), node.Node(0));
        int normalized = node.Step(
            "normalized", new MeanVarianceNorm([2], true, node.Attributes.Number("epsilon", 1e-5f), EpsilonPlacement.InsideRoot), input);
        if (node.Opset < 21)
        {
            int product = node.Step("scaled", new Binary(BinaryFunction.Mul), normalized, Column(node, 1, groups, 1));
            node.Output(new Reshape(shape), node.Step("shifted", new Binary(BinaryFunction.Add), product, Column(node, 2, groups, 1)));
            return;
        }

        int ungrouped = node.Step("ungrouped", new Reshape(shape), normalized);
        ScaleAndShift(node, ungrouped, Column(node, 1, shape.Channels, shape.Rank - 2), Column(node, 2, shape.Channels, shape.Rank - 2));
    }

    /// <summary>RMSNormalization 23: x / √(mean of x² + ε) · scale, over an axis and all behind it.</summary>
    /// <param name="node">The node.</param>
    public static void RootMeanSquare(OnnxNode node)
    {
        int root = RootMeanSquareOf(node, node.Node(0), TrailingAxes(node), node.Attributes.Number("epsilon", 1e-5f));
        int normalized = node.Step("normalized", new Binary(BinaryFunction.Div), node.Node(0), root);
        node.Output(new Binary(BinaryFunction.Mul), normalized, node.Node(1));
    }

    private static void ScaleAndShift(OnnxNode node, int normalized, int scale, int? shift)
    {
        if (shift is null)
        {
            node.Output(new Binary(BinaryFunction.Mul), normalized, scale);
            return;
        }

        node.Output(new Binary(BinaryFunction.Add), node.Step("scaled", new Binary(BinaryFunction.Mul), normalized, scale), shift.Value);
    }

    private static int RootMeanSquareOf(OnnxNode node, int input, ImmutableArray<int> axes, float epsilon)
    {
        int squares = node.Step("squares", new Binary(BinaryFunction.Mul), input, input);
        int mean = node.Step("mean-square", new Reduce(ReduceFunction.Mean, axes), squares);
        return node.Step("root", new Unary(UnaryFunction.Sqrt), node.Step("kept", new Binary(BinaryFunction.Add), mean, node.Number("epsilon", epsilon)));
    }

    // A vector as [extent, 1, …], to stretch over the axes behind.
    private static int Column(OnnxNode node, int input, int extent, int trailing)
    {
        if (node.Shape(input) != new Shape(extent)) throw node.Refuse($"input {input} has shape {node.Shape(input)}; expected {extent}");
        int[] extents = [extent, .. Enumerable.Repeat(1, trailing)];
        return node.Step("column", new Reshape(new Shape(extents)), node.Node(input));
    }

    private static ImmutableArray<int> TrailingAxes(OnnxNode node)
    {
        int rank = node.Shape(0).Rank;
        int axis = node.Axis(node.Attributes.Integer("axis", -1), rank);
        return [.. Enumerable.Range(axis, rank - axis)];
    }
}
