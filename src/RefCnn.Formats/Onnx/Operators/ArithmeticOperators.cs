using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Constants;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>Imports functions of each value. Where all operands are known they are computed at once, so that chains of sizes fold.</summary>
internal static class ArithmeticOperators
{
    /// <summary>Add, Sub, Mul, Div 1, 6 (broadcast only if asked, from an axis), 7, 13, 14; Pow 1, 7, 12, 13, 15.</summary>
    /// <param name="node">The node.</param>
    /// <param name="function">The function.</param>
    public static void Binary(OnnxNode node, BinaryFunction function)
    {
        Shape right = node.Opset < 7 ? AlignedRight(node) : node.Shape(1);
        if (node.Known(0) is { } a && node.Known(1) is { } b)
        {
            node.Fold(0, ConstantArithmetic.Combine(a.Shape, right), () => ConstantArithmetic.Binary(node.Operator, a, b.As(right)));
            return;
        }

        if (function is BinaryFunction.Div or BinaryFunction.Pow && node.IsIntegral(0) && node.IsIntegral(1))
            throw node.Refuse("computes with integers at run time; layers compute with floats, which divide and round otherwise");
        int operand = right == node.Shape(1) ? node.Node(1) : node.Step("aligned", new Reshape(right), node.Node(1));
        node.Output(new Binary(function), node.Node(0), operand);
    }

    /// <summary>Sum, Min and Max 1, 6 (equal shapes), 8, 12, 13 of any number of operands.</summary>
    /// <param name="node">The node.</param>
    /// <param name="function">The function that combines two.</param>
    public static void Variadic(OnnxNode node, BinaryFunction function)
    {
        int count = OperandCount(node);
        if (Enumerable.Range(0, count).All(input => node.Known(input) is not null))
        {
            ConstantValue[] values = [.. Enumerable.Range(0, count).Select(input => node.Known(input)!)];
            Shape shape = values.Select(value => value.Shape).Aggregate(ConstantArithmetic.Combine);
            node.Fold(0, shape, () => values.Aggregate((total, value) => ConstantArithmetic.Binary(node.Operator, total, value)));
            return;
        }

        int total = Chain(node, function, count - 1);
        if (count == 1) node.Output(new Identity(), total);
        else node.Output(new Binary(function), total, node.Node(count - 1));
    }

    /// <summary>Mean 1, 6 (equal shapes), 8, 13: the sum divided by the number of operands.</summary>
    /// <param name="node">The node.</param>
    public static void Mean(OnnxNode node)
    {
        int count = OperandCount(node);
        if (count == 1) node.Output(new Identity(), node.Node(0));
        else node.Output(new Binary(BinaryFunction.Div), Chain(node, BinaryFunction.Add, count), node.Number("count", count));
    }

    /// <summary>Abs, Neg, Exp, Log, Sqrt, Reciprocal.</summary>
    /// <param name="node">The node.</param>
    /// <param name="function">The function.</param>
    public static void Unary(OnnxNode node, UnaryFunction function)
    {
        if (node.Known(0) is { } value && ConstantArithmetic.Unary(node.Operator, value) is { } result) node.Fold(0, value.Shape, () => result);
        else node.Output(new Unary(function), node.Node(0));
    }

    // The operands up to a position, combined from the left; the last step is left to the caller, who names it.
    private static int Chain(OnnxNode node, BinaryFunction function, int count)
    {
        int total = node.Node(0);
        for (int input = 1; input < count; input++) total = node.Step("partial", new Binary(function), total, node.Node(input));
        return total;
    }

    private static int OperandCount(OnnxNode node) =>
        node.InputCount > 0 ? node.InputCount : throw node.Refuse("has no inputs; the operator requires at least one");

    // Before opset 7 the right operand's axes lie at the axis named, or at the end, and nothing stretches unasked.
    private static Shape AlignedRight(OnnxNode node)
    {
        Shape left = node.Shape(0), right = node.Shape(1);
        if (!node.Attributes.Flag("broadcast"))
            return left == right ? right : throw node.Refuse($"operands have shapes {left} and {right}; expected equal ones, because attribute 'broadcast' is not set");
        int axis = node.Attributes.Has("axis") ? node.Axis(node.Attributes.Integer("axis"), left.Rank) : left.Rank - right.Rank;
        int trailing = left.Rank - axis - right.Rank;
        if (axis < 0 || trailing < 0) throw node.Refuse($"right operand {right} does not fit into {left} from axis {axis}");
        int[] extents = [.. right.Extents, .. Enumerable.Repeat(1, trailing)];
        return new Shape(extents);
    }
}
