using System.Collections.Immutable;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Constants;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>Imports reductions. The axes are an attribute at first, an input from opset 13 (ReduceSum) or 18 (all others) on.</summary>
internal static class ReductionOperators
{
    /// <summary>A reduction that one layer computes.</summary>
    /// <param name="node">The node.</param>
    /// <param name="function">What is computed.</param>
    public static void Plain(OnnxNode node, ReduceFunction function)
    {
        if (Layer(node, function) is not { } layer)
        {
            node.Rearrange(0, new Identity());
            return;
        }

        if (node.Known(0) is { } value) node.Fold(0, layer.InferShape(value.Shape), () => ConstantReduction.Apply(layer, value));
        else if (function == ReduceFunction.Mean && node.IsIntegral(0)) throw node.Refuse("computes with integers at run time; layers compute with floats, which divide otherwise");
        else node.Output(layer, node.Node(0));
    }

    /// <summary>ReduceL1: Σ|x|.</summary>
    /// <param name="node">The node.</param>
    public static void L1(OnnxNode node)
    {
        if (Layer(node, ReduceFunction.Sum) is { } layer) node.Output(layer, node.Step("magnitudes", new Unary(UnaryFunction.Abs), node.Node(0)));
        else node.Rearrange(0, new Identity());
    }

    /// <summary>ReduceSumSquare: Σx².</summary>
    /// <param name="node">The node.</param>
    public static void SumSquare(OnnxNode node)
    {
        if (Layer(node, ReduceFunction.Sum) is { } layer) node.Output(layer, node.Step("squares", new Binary(BinaryFunction.Mul), node.Node(0), node.Node(0)));
        else node.Rearrange(0, new Identity());
    }

    /// <summary>ReduceLogSum: log Σx.</summary>
    /// <param name="node">The node.</param>
    public static void LogSum(OnnxNode node)
    {
        if (Layer(node, ReduceFunction.Sum) is { } layer) node.Output(new Unary(UnaryFunction.Log), node.Step("sum", layer, node.Node(0)));
        else node.Rearrange(0, new Identity());
    }

    /// <summary>ReduceLogSumExp: m + log Σe^(x − m) with the largest value m, so that no finite input overflows.</summary>
    /// <param name="node">The node.</param>
    public static void LogSumExp(OnnxNode node)
    {
        if (Layer(node, ReduceFunction.Sum) is not { } layer)
        {
            node.Rearrange(0, new Identity());
            return;
        }

        int largest = node.Step("largest", new Reduce(ReduceFunction.Max, layer.Axes), node.Node(0));
        int differences = node.Step("differences", new Binary(BinaryFunction.Sub), node.Node(0), largest);
        int sum = node.Step("sum", layer, node.Step("powers", new Unary(UnaryFunction.Exp), differences));
        int logarithm = node.Step("logarithm", new Unary(UnaryFunction.Log), sum);
        if (!layer.KeepDimensions) largest = node.Step("dropped", new Squeeze(layer.Axes), largest);
        node.Output(new Binary(BinaryFunction.Add), logarithm, largest);
    }

    // Null where the node says that no axes means no reduction, and names none.
    private static Reduce? Layer(OnnxNode node, ReduceFunction function)
    {
        int rank = node.Shape(0).Rank;
        bool byInput = node.Opset >= (node.Operator == "ReduceSum" ? 13 : 18);
        long[] stated = (byInput ? node.OptionalConstant(1)?.ToInt64() : node.Attributes.Integers("axes")) ?? [];
        if (stated.Length == 0 && byInput && node.Attributes.Flag("noop_with_empty_axes")) return null;
        ImmutableArray<int> axes = stated.Length == 0
            ? [.. Enumerable.Range(0, rank)]
            : [.. stated.Select(axis => node.Axis(axis, rank)).Order()];
        return new Reduce(function, axes, node.Attributes.Flag("keepdims", true));
    }
}
