using System.Buffers.Binary;
using RefCnn.Core;
using RefCnn.CoreML.Schema.Mil;

namespace RefCnn.CoreML.Reading;

/// <summary>A constant of a program: numbers and truth values as doubles, or text.</summary>
/// <param name="Shape">The shape; a scalar for one value.</param>
/// <param name="Numbers">The values, row-major; empty for text.</param>
/// <param name="Text">The text, or null.</param>
internal sealed record MilConstant(Shape Shape, double[] Numbers, string? Text = null)
{
    /// <summary>The values as a tensor.</summary>
    public Tensor<float> ToTensor() => new(Shape, [.. Numbers.Select(number => (float)number)]);

    /// <summary>Reads a constant.</summary>
    /// <param name="value">As stored.</param>
    /// <param name="blobs">The file of weights.</param>
    /// <param name="name">Its name, for messages.</param>
    public static MilConstant Of(Value value, BlobFileReader blobs, string name)
    {
        if (value.Type?.TensorType is not { } type) throw new CoreMlException($"constant '{name}' is no tensor");
        var shape = new Shape([.. type.Dimensions.Select(dimension => dimension.Constant is { } constant
            ? checked((int)constant.Size)
            : throw new CoreMlException($"constant '{name}' has an extent that is not known"))]);
        if (value.BlobFileValue is { } blob) return Checked(shape, Stored(blobs.Read(blob.Offset, out uint element), element, name), name);
        if (value.ImmediateValue?.Tensor is not { } tensor) throw new CoreMlException($"constant '{name}' has no value");
        return tensor.ValueCase switch
        {
            TensorValue.ValueOneofCase.Strings => new MilConstant(shape, [], tensor.Strings.Values.FirstOrDefault() ?? string.Empty),
            TensorValue.ValueOneofCase.Floats => Checked(shape, [.. tensor.Floats.Values.Select(number => (double)number)], name),
            TensorValue.ValueOneofCase.Ints => Checked(shape, [.. tensor.Ints.Values.Select(number => (double)number)], name),
            TensorValue.ValueOneofCase.LongInts => Checked(shape, [.. tensor.LongInts.Values.Select(number => (double)number)], name),
            TensorValue.ValueOneofCase.Doubles => Checked(shape, [.. tensor.Doubles.Values], name),
            TensorValue.ValueOneofCase.Bools => Checked(shape, [.. tensor.Bools.Values.Select(truth => truth ? 1.0 : 0.0)], name),
            TensorValue.ValueOneofCase.Bytes => Checked(shape, Stored(tensor.Bytes.Values.Span, NumberOf(type.DataType), name), name),
            _ => throw new CoreMlException($"constant '{name}' has no value"),
        };
    }

    private static MilConstant Checked(Shape shape, double[] numbers, string name) => numbers.Length == shape.Count
        ? new MilConstant(shape, numbers)
        : throw new CoreMlException($"constant '{name}' has {numbers.Length} values; its type {shape} has {shape.Count}");

    private static double[] Stored(ReadOnlySpan<byte> bytes, uint element, string name)
    {
        int size = element switch { 1 => 2, 2 or 14 or 15 => 4, 3 or 4 => 1, _ => throw new CoreMlException($"constant '{name}' has element type {element}, which is not supported") };
        double[] numbers = new double[bytes.Length / size];
        for (int i = 0; i < numbers.Length; i++)
        {
            ReadOnlySpan<byte> at = bytes[(i * size)..];
            numbers[i] = element switch
            {
                1 => (double)BinaryPrimitives.ReadHalfLittleEndian(at),
                2 => BinaryPrimitives.ReadSingleLittleEndian(at),
                3 => at[0],
                4 => (sbyte)at[0],
                14 => BinaryPrimitives.ReadInt32LittleEndian(at),
                _ => BinaryPrimitives.ReadUInt32LittleEndian(at),
            };
        }

        return numbers;
    }

    // Immediate bytes are numbered by the language's element types, blobs by the file's.
    private static uint NumberOf(DataType type) => type switch
    {
        DataType.Float16 => 1,
        DataType.Float32 => 2,
        DataType.Uint8 => 3,
        DataType.Int8 => 4,
        DataType.Uint32 => 15,
        _ => 0,
    };
}
