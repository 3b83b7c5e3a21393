using RefCnn.Core;
using RefCnn.Formats.Onnx.Constants;
using CoreShape = RefCnn.Core.Shape;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>Operators that are computed at import only: they make shapes, sizes, indices and conditions.</summary>
internal static class FoldedOperators
{
    /// <summary>Constant 1, 9, 11 (sparse), 12 (value_float, value_ints …), 13.</summary>
    /// <param name="node">The node.</param>
    public static void Constant(OnnxNode node)
    {
        OnnxAttributes attributes = node.Attributes;
        if (attributes.Tensor("value") is { } tensor) node.Output(0, node.Tensors.Decode(tensor));
        else if (attributes.Has("value_float")) node.Output(0, Floats(CoreShape.Scalar, [attributes.Number("value_float")]));
        else if (attributes.Numbers("value_floats") is { } floats) node.Output(0, Floats(new CoreShape(floats.Length), floats));
        else if (attributes.Long("value_int") is { } integer) node.Output(0, new ConstantValue(CoreShape.Scalar, [integer]));
        else if (attributes.Integers("value_ints") is { } integers) node.Output(0, new ConstantValue(new CoreShape(integers.Length), integers));
        else throw node.Refuse("has no value that can be read; expected a dense tensor, floats or integers");
    }

    /// <summary>ConstantOfShape 9: one value, 0 by default, throughout.</summary>
    /// <param name="node">The node.</param>
    public static void ConstantOfShape(OnnxNode node)
    {
        var shape = new CoreShape(Array.ConvertAll(node.Constant(0).ToInt64(), extent => checked((int)extent)));
        ConstantValue value = node.Attributes.Tensor("value") is { } tensor ? node.Tensors.Decode(tensor) : Floats(new CoreShape(1), [0]);
        if (value.Shape.Count != 1) throw node.Refuse($"attribute 'value' has shape {value.Shape}; expected a single number");
        node.Fold(0, shape, () => value.Pick(shape, new int[shape.Count]));
    }

    /// <summary>Shape 1, 13, 15 (start, end): known whatever the input's values are.</summary>
    /// <param name="node">The node.</param>
    public static void Shape(OnnxNode node)
    {
        CoreShape shape = node.Shape(0);
        int start = Bound(node.Attributes.Integer("start", 0), shape.Rank), end = Bound(node.Attributes.Integer("end", shape.Rank), shape.Rank);
        long[] extents = [.. Enumerable.Range(start, Math.Max(0, end - start)).Select(axis => (long)node.Shape(0)[axis])];
        node.Output(0, new ConstantValue(new CoreShape(extents.Length), extents));
    }

    /// <summary>Size 1, 13: known whatever the input's values are.</summary>
    /// <param name="node">The node.</param>
    public static void Size(OnnxNode node) => node.Output(0, new ConstantValue(CoreShape.Scalar, [node.Shape(0).Count]));

    /// <summary>Range 11: start, start + delta, … before limit.</summary>
    /// <param name="node">The node.</param>
    public static void Range(OnnxNode node)
    {
        ConstantValue start = node.Constant(0);
        double first = node.Single(0), step = node.Single(2);
        if (step == 0) throw node.Refuse("has delta 0; expected another number");
        int count = checked((int)Math.Max(0, Math.Ceiling((node.Single(1) - first) / step)));
        var shape = new CoreShape(count);
        node.Fold(0, shape, () =>
        {
            double[] values = [.. Enumerable.Range(0, count).Select(i => first + (i * step))];
            return start.IsIntegral
                ? new ConstantValue(shape, Array.ConvertAll(values, value => (long)value), start.Element)
                : ConstantValue.Rounded(shape, values, start.Element);
        });
    }

    /// <summary>Where 9, 16.</summary>
    /// <param name="node">The node.</param>
    public static void Where(OnnxNode node)
    {
        ConstantValue condition = node.Constant(0), whenTrue = node.Constant(1), whenFalse = node.Constant(2);
        CoreShape shape = ConstantArithmetic.Combine(condition.Shape, ConstantArithmetic.Combine(whenTrue.Shape, whenFalse.Shape));
        node.Fold(0, shape, () => ConstantArithmetic.Where(condition, whenTrue, whenFalse));
    }

    /// <summary>Comparisons and logic.</summary>
    /// <param name="node">The node.</param>
    public static void Binary(OnnxNode node)
    {
        ConstantValue left = node.Constant(0), right = node.Constant(1);
        node.Fold(0, ConstantArithmetic.Combine(left.Shape, right.Shape), () => ConstantArithmetic.Binary(node.Operator, left, right));
    }

    /// <summary>Mod 10, 13: of integers, with the divisor's sign.</summary>
    /// <param name="node">The node.</param>
    public static void Mod(OnnxNode node)
    {
        if (node.Attributes.Flag("fmod") && node.Constant(0).IsIntegral) throw node.Refuse("has attribute 'fmod' with integers; expected floats");
        Binary(node);
    }

    /// <summary>Not, Floor, Ceil, Round, Sign.</summary>
    /// <param name="node">The node.</param>
    public static void Unary(OnnxNode node)
    {
        ConstantValue value = node.Constant(0);
        node.Fold(0, value.Shape, () => ConstantArithmetic.Unary(node.Operator, value) ?? throw node.Refuse($"is not defined for {value.Element}"));
    }

    private static ConstantValue Floats(CoreShape shape, float[] values) => new(new Tensor<float>(shape, values));

    private static int Bound(int position, int rank) => Math.Clamp(position < 0 ? position + rank : position, 0, rank);
}
