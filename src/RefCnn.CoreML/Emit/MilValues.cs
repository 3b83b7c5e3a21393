using Google.Protobuf;
using RefCnn.CoreML.Schema.Mil;
using ValueType = RefCnn.CoreML.Schema.Mil.ValueType;

namespace RefCnn.CoreML.Emit;

/// <summary>Types and values of the Model Intermediate Language.</summary>
internal static class MilValues
{
    /// <summary>A tensor's type.</summary>
    /// <param name="element">The element type.</param>
    /// <param name="extents">The extents; none for a scalar.</param>
    public static ValueType TypeOf(DataType element, params ReadOnlySpan<int> extents)
    {
        var tensor = new TensorType { DataType = element, Rank = extents.Length };
        foreach (int extent in extents)
            tensor.Dimensions.Add(new Dimension { Constant = new Dimension.Types.ConstantDimension { Size = (ulong)extent } });
        return new ValueType { TensorType = tensor };
    }

    /// <summary>A string.</summary>
    /// <param name="text">The string.</param>
    public static Value Of(string text) => Immediate(TypeOf(DataType.String), new TensorValue { Strings = new TensorValue.Types.RepeatedStrings { Values = { text } } });

    /// <summary>A list of strings.</summary>
    /// <param name="texts">The strings.</param>
    public static Value ListOf(IReadOnlyCollection<string> texts) => new()
    {
        Type = new Schema.Mil.ValueType
        {
            ListType = new ListType
            {
                Type = TypeOf(DataType.String),
                Length = new Dimension { Constant = new Dimension.Types.ConstantDimension { Size = (ulong)texts.Count } },
            },
        },
        ImmediateValue = new Value.Types.ImmediateValue { List = new ListValue { Values = { texts.Select(Of) } } },
    };

    /// <summary>A truth value.</summary>
    /// <param name="truth">The value.</param>
    public static Value Of(bool truth) => Immediate(TypeOf(DataType.Bool), new TensorValue { Bools = new TensorValue.Types.RepeatedBools { Values = { truth } } });

    /// <summary>An integer.</summary>
    /// <param name="number">The number.</param>
    public static Value Of(int number) => Immediate(TypeOf(DataType.Int32), new TensorValue { Ints = new TensorValue.Types.RepeatedInts { Values = { number } } });

    /// <summary>A vector of integers.</summary>
    /// <param name="numbers">The numbers.</param>
    public static Value Of(int[] numbers) =>
        Immediate(TypeOf(DataType.Int32, numbers.Length), new TensorValue { Ints = new TensorValue.Types.RepeatedInts { Values = { numbers } } });

    /// <summary>A vector of truth values.</summary>
    /// <param name="truths">The values.</param>
    public static Value Of(bool[] truths) =>
        Immediate(TypeOf(DataType.Bool, truths.Length), new TensorValue { Bools = new TensorValue.Types.RepeatedBools { Values = { truths } } });

    /// <summary>A real number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="halves">Whether as binary16.</param>
    public static Value Of(float number, bool halves) => Of([], [number], halves);

    /// <summary>Real numbers of a shape, written in place.</summary>
    /// <param name="extents">The shape.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="halves">Whether as binary16, which goes in as bytes.</param>
    public static Value Of(ReadOnlySpan<int> extents, ReadOnlySpan<float> values, bool halves)
    {
        var tensor = new TensorValue();
        if (halves)
        {
            tensor.Bytes = new TensorValue.Types.RepeatedBytes { Values = ByteString.CopyFrom(BlobFileWriter.Bytes(values, true)) };
        }
        else
        {
            tensor.Floats = new TensorValue.Types.RepeatedFloats();
            foreach (float value in values) tensor.Floats.Values.Add(value);
        }

        return Immediate(TypeOf(halves ? DataType.Float16 : DataType.Float32, extents), tensor);
    }

    private static Value Immediate(ValueType type, TensorValue tensor) =>
        new() { Type = type, ImmediateValue = new Value.Types.ImmediateValue { Tensor = tensor } };
}
