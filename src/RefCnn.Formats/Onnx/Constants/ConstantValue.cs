using RefCnn.Core;
using RefCnn.Formats.Onnx.Schema;
using RefCnn.Serialization;

namespace RefCnn.Formats.Onnx.Constants;

/// <summary>A value known at import: integers and booleans as int64, all others as float32 or float64.</summary>
internal sealed class ConstantValue
{
    private readonly long[]? integers;
    private readonly Tensor? floats;

    /// <summary>Makes a value of integers or booleans.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="values">As many values as the shape has elements.</param>
    /// <param name="element">ONNX's element type.</param>
    public ConstantValue(Shape shape, long[] values, TensorProto.Types.DataType element = TensorProto.Types.DataType.Int64)
    {
        if (values.Length != shape.Count) throw new RefCnnException($"{values.Length} values for a tensor of {shape}; expected {shape.Count}");
        Shape = shape;
        Element = element;
        integers = values;
    }

    /// <summary>Makes a value of floating-point numbers.</summary>
    /// <param name="values">The values.</param>
    /// <param name="element">ONNX's element type.</param>
    public ConstantValue(Tensor values, TensorProto.Types.DataType element = TensorProto.Types.DataType.Float)
    {
        Shape = values.Shape;
        Element = element;
        floats = values;
    }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>ONNX's element type.</summary>
    public TensorProto.Types.DataType Element { get; }

    /// <summary>Whether the values are integers or booleans.</summary>
    public bool IsIntegral => integers is not null;

    /// <summary>The value of an array that was given from outside.</summary>
    /// <param name="array">The array.</param>
    public static ConstantValue Of(NpyArray array) => array.Element switch
    {
        NpyElement.Boolean => new(array.Shape, [.. array.ToInt64()], TensorProto.Types.DataType.Bool),
        _ when array.IsIntegral => new(array.Shape, [.. array.ToInt64()]),
        NpyElement.Float64 => new(array.ToDouble(), TensorProto.Types.DataType.Double),
        NpyElement.Float16 => new(array.ToSingle(), TensorProto.Types.DataType.Float16),
        _ => new(array.ToSingle()),
    };

    /// <summary>Numbers computed at import, rounded to an element type.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="values">As many values as the shape has elements.</param>
    /// <param name="element">A floating-point type.</param>
    public static ConstantValue Rounded(Shape shape, double[] values, TensorProto.Types.DataType element) => element switch
    {
        TensorProto.Types.DataType.Double => new(new Tensor<double>(shape, values), element),
        TensorProto.Types.DataType.Float16 => new(new Tensor<double>(shape, values).Map(value => (float)(Half)value), element),
        TensorProto.Types.DataType.Bfloat16 => new(new Tensor<double>(shape, values).Map(RoundToBfloat16), element),
        _ => new(new Tensor<double>(shape, values).ToSingle(), element),
    };

    /// <summary>The values as float32, for a layer.</summary>
    public Tensor<float> ToSingle() => floats?.ToSingle() ?? new Tensor<float>(Shape, Array.ConvertAll(integers!, value => (float)value));

    /// <summary>The values as doubles.</summary>
    public double[] ToDouble() => floats?.ToDouble().Values ?? Array.ConvertAll(integers!, value => (double)value);

    /// <summary>The values as integers; fractions are cut off.</summary>
    public long[] ToInt64() => integers ?? Array.ConvertAll(ToDouble(), value => (long)value);

    /// <summary>The same values under another shape.</summary>
    /// <param name="shape">A shape with as many elements.</param>
    public ConstantValue As(Shape shape) => integers is not null
        ? new ConstantValue(shape, integers, Element)
        : new ConstantValue(floats is Tensor<double> wide ? wide.As(shape) : floats!.ToSingle().As(shape), Element);

    /// <summary>A new value that picks elements of this one.</summary>
    /// <param name="shape">The extents of the result.</param>
    /// <param name="indices">For each element of the result, the flat index of the one that it copies.</param>
    public ConstantValue Pick(Shape shape, int[] indices) => (integers, floats) switch
    {
        ({ } values, _) => new(shape, Array.ConvertAll(indices, index => values[index]), Element),
        (_, Tensor<double> wide) => new(new Tensor<double>(shape, Array.ConvertAll(indices, index => wide[index])), Element),
        _ => Picked(shape, floats!.ToSingle(), indices),
    };

    private ConstantValue Picked(Shape shape, Tensor<float> values, int[] indices) =>
        new(new Tensor<float>(shape, Array.ConvertAll(indices, index => values[index])), Element);

    // Through float32: the double rounding can only matter for values that no stored bfloat16 arithmetic gives.
    private static float RoundToBfloat16(double value)
    {
        uint bits = BitConverter.SingleToUInt32Bits((float)value);
        if (double.IsNaN(value)) return float.NaN;
        return BitConverter.UInt32BitsToSingle((bits + 0x7FFFu + ((bits >> 16) & 1u)) & 0xFFFF0000u);
    }
}
