using RefCnn.Core;
using RefCnn.Formats.Onnx.Schema;

namespace RefCnn.Formats.Onnx.Constants;

/// <summary>
/// Computes functions of values that are known at import: integers as int64, floats in double, rounded to the element type once.
/// </summary>
internal static class ConstantArithmetic
{
    /// <summary>A function of two values, with broadcasting.</summary>
    /// <param name="operation">ONNX's operator.</param>
    /// <param name="left">One operand.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="RefCnnException">The shapes do not broadcast, or an integer is divided by 0.</exception>
    public static ConstantValue Binary(string operation, ConstantValue left, ConstantValue right)
    {
        Shape result = Combine(left.Shape, right.Shape);
        int[] lefts = ConstantRearrangement.Indices(result, 0, Broadcast.Strides(left.Shape, result));
        int[] rights = ConstantRearrangement.Indices(result, 0, Broadcast.Strides(right.Shape, result));
        if (IsComparison(operation))
        {
            double[] a = left.ToDouble(), b = right.ToDouble();
            return new(result, [.. lefts.Select((at, i) => Holds(operation, a[at], b[rights[i]]) ? 1L : 0L)], TensorProto.Types.DataType.Bool);
        }

        if (left.IsIntegral && right.IsIntegral)
        {
            long[] a = left.ToInt64(), b = right.ToInt64();
            return new(result, [.. lefts.Select((at, i) => Integer(operation, a[at], b[rights[i]]))], left.Element);
        }

        double[] x = left.ToDouble(), y = right.ToDouble();
        return ConstantValue.Rounded(
            result, [.. lefts.Select((at, i) => Real(operation, x[at], y[rights[i]]))], left.IsIntegral ? right.Element : left.Element);
    }

    /// <summary>A function of one value, or null where integers have no such function.</summary>
    /// <param name="operation">ONNX's operator.</param>
    /// <param name="value">The operand.</param>
    public static ConstantValue? Unary(string operation, ConstantValue value)
    {
        if (value.IsIntegral)
        {
            Func<long, long>? function = operation switch
            {
                "Abs" => Math.Abs,
                "Neg" => x => -x,
                "Sign" => x => Math.Sign(x),
                "Not" => x => 1 - x,
                _ => null,
            };
            return function is null ? null : new(value.Shape, [.. value.ToInt64().Select(function)], value.Element);
        }

        double[] values = Array.ConvertAll(value.ToDouble(), x => operation switch
        {
            "Abs" => Math.Abs(x),
            "Neg" => -x,
            "Sign" => double.IsNaN(x) ? x : Math.Sign(x),
            "Floor" => Math.Floor(x),
            "Ceil" => Math.Ceiling(x),
            "Round" => Math.Round(x, MidpointRounding.ToEven),
            "Sqrt" => Math.Sqrt(x),
            "Exp" => Math.Exp(x),
            "Log" => Math.Log(x),
            _ => 1 / x,
        });
        return ConstantValue.Rounded(value.Shape, values, value.Element);
    }

    /// <summary>Values of one operand where a condition holds, and of another elsewhere.</summary>
    /// <param name="condition">Booleans.</param>
    /// <param name="whenTrue">Picked where the condition holds.</param>
    /// <param name="whenFalse">Picked elsewhere.</param>
    public static ConstantValue Where(ConstantValue condition, ConstantValue whenTrue, ConstantValue whenFalse)
    {
        Shape result = Combine(condition.Shape, Combine(whenTrue.Shape, whenFalse.Shape));
        long[] holds = condition.ToInt64();
        int[] conditions = ConstantRearrangement.Indices(result, 0, Broadcast.Strides(condition.Shape, result));
        int[] trues = ConstantRearrangement.Indices(result, 0, Broadcast.Strides(whenTrue.Shape, result));
        int[] falses = ConstantRearrangement.Indices(result, 0, Broadcast.Strides(whenFalse.Shape, result));
        if (whenTrue.IsIntegral && whenFalse.IsIntegral)
        {
            long[] a = whenTrue.ToInt64(), b = whenFalse.ToInt64();
            return new(result, [.. conditions.Select((at, i) => holds[at] != 0 ? a[trues[i]] : b[falses[i]])], whenTrue.Element);
        }

        double[] x = whenTrue.ToDouble(), y = whenFalse.ToDouble();
        return ConstantValue.Rounded(result, [.. conditions.Select((at, i) => holds[at] != 0 ? x[trues[i]] : y[falses[i]])], whenTrue.Element);
    }

    /// <summary>The values as another element type: fractions are cut off, and all but 0 is true.</summary>
    /// <param name="value">The values.</param>
    /// <param name="element">The type.</param>
    public static ConstantValue Cast(ConstantValue value, TensorProto.Types.DataType element)
    {
        if (OnnxTensor.IsFloat(element)) return ConstantValue.Rounded(value.Shape, value.ToDouble(), element);
        if (element == TensorProto.Types.DataType.Bool) return new(value.Shape, Array.ConvertAll(value.ToDouble(), x => x == 0 ? 0L : 1L), element);
        return OnnxTensor.IsIntegral(element)
            ? new(value.Shape, Array.ConvertAll(value.ToInt64(), x => Narrow(x, element)), element)
            : throw new RefCnnException($"casts to {element}; expected a real float, an integer of 8 to 64 bits, or bool");
    }

    private static long Narrow(long value, TensorProto.Types.DataType element) => element switch
    {
        TensorProto.Types.DataType.Int8 => unchecked((sbyte)value),
        TensorProto.Types.DataType.Uint8 => unchecked((byte)value),
        TensorProto.Types.DataType.Int16 => unchecked((short)value),
        TensorProto.Types.DataType.Uint16 => unchecked((ushort)value),
        TensorProto.Types.DataType.Int32 => unchecked((int)value),
        TensorProto.Types.DataType.Uint32 => unchecked((uint)value),
        _ => value,
    };

    /// <summary>The shape of what is computed of two operands.</summary>
    /// <param name="left">The shape of one.</param>
    /// <param name="right">The shape of the other.</param>
    /// <exception cref="RefCnnException">They do not broadcast.</exception>
    public static Shape Combine(Shape left, Shape right) =>
        Broadcast.Combine(left, right) ?? throw new RefCnnException($"operands have shapes {left} and {right}, which do not broadcast");

    private static bool IsComparison(string operation) =>
        operation is "Equal" or "Less" or "Greater" or "LessOrEqual" or "GreaterOrEqual" or "And" or "Or" or "Xor";

    private static bool Holds(string operation, double a, double b) => operation switch
    {
        "Equal" => a == b,
        "Less" => a < b,
        "Greater" => a > b,
        "LessOrEqual" => a <= b,
        "GreaterOrEqual" => a >= b,
        "And" => a != 0 && b != 0,
        "Or" => a != 0 || b != 0,
        _ => a != 0 != (b != 0),
    };

    private static long Integer(string operation, long a, long b) => operation switch
    {
        "Div" or "Mod" when b == 0 => throw new RefCnnException($"divides the integer {a} by 0"),
        "Add" or "Sum" => a + b,
        "Sub" => a - b,
        "Mul" => a * b,
        "Div" => a / b,
        "Mod" => a - (b * (long)Math.Floor((double)a / b)),
        "Min" => Math.Min(a, b),
        "Max" => Math.Max(a, b),
        _ => (long)Math.Pow(a, b),
    };

    private static double Real(string operation, double a, double b) => operation switch
    {
        "Add" or "Sum" => a + b,
        "Sub" => a - b,
        "Mul" => a * b,
        "Div" => a / b,
        "Mod" => a % b,
        "Min" => Math.Min(a, b),
        "Max" => Math.Max(a, b),
        _ => Math.Pow(a, b),
    };
}
