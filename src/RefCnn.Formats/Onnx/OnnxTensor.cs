using System.Runtime.InteropServices;
using RefCnn.Core;
using RefCnn.Formats.Onnx.Constants;
using RefCnn.Formats.Onnx.Schema;
using DataType = RefCnn.Formats.Onnx.Schema.TensorProto.Types.DataType;

namespace RefCnn.Formats.Onnx;

/// <summary>Decodes ONNX's TensorProto: raw bytes (little-endian), typed fields, or a part of another file.</summary>
/// <param name="folder">The folder of the model, below which external data lie; or null where there is none.</param>
internal sealed class OnnxTensor(string? folder)
{
    /// <summary>How many values were decoded so far.</summary>
    public long Decoded { get; private set; }

    /// <summary>Whether a type is an integer or boolean type.</summary>
    /// <param name="element">The type.</param>
    public static bool IsIntegral(DataType element) =>
        element is DataType.Uint8 or DataType.Int8 or DataType.Uint16 or DataType.Int16 or DataType.Int32 or DataType.Int64
            or DataType.Bool or DataType.Uint32 or DataType.Uint64;

    /// <summary>Whether a type is a floating-point type that the importer reads.</summary>
    /// <param name="element">The type.</param>
    public static bool IsFloat(DataType element) => element is DataType.Float or DataType.Double or DataType.Float16 or DataType.Bfloat16;

    // Reads a tensor's bytes into their place.
    private delegate void Reader(Span<byte> bytes);

    /// <summary>Decodes a tensor.</summary>
    /// <param name="proto">The tensor.</param>
    /// <param name="rawData">Where its raw data lie, if they were left in the model's file.</param>
    /// <exception cref="RefCnnException">The element type is not supported, the number of values is not the shape's, or data in a file cannot be read.</exception>
    public ConstantValue Decode(TensorProto proto, FilePart? rawData = null)
    {
        Shape shape = ShapeOf(proto);
        long expected = (long)shape.Count * SizeOf(proto);
        Limits.Current.Demand("parameters", Decoded += shape.Count, "initialisers and constants have", "values");
        if (expected > int.MaxValue) throw Fault(proto, $"has {expected} bytes; expected at most {int.MaxValue}");
        if (proto.DataLocation == TensorProto.Types.DataLocation.External)
        {
            if (folder is null) throw Fault(proto, "keeps its data in another file, and the model has no folder to find it in");
            return FromBytes(proto, shape, ExternalData.Find(folder, proto.Name, proto.ExternalData, expected).Read);
        }

        if (rawData is not null || proto.RawData.Length > 0)
        {
            long length = rawData?.Length ?? proto.RawData.Length;
            if (length != expected) throw Fault(proto, $"has {length} bytes; expected {expected} for {proto.DataType} {shape}");
            return FromBytes(proto, shape, rawData is null ? bytes => proto.RawData.Span.CopyTo(bytes) : rawData.Read);
        }

        int count = TypedCount(proto);
        if (count != shape.Count) throw Fault(proto, $"has {count} values; expected {shape.Count} for a shape of {shape}");
        return FromFields(proto, shape);
    }

    private static ConstantValue FromBytes(TensorProto proto, Shape shape, Reader read) => proto.DataType switch
    {
        DataType.Float => new(new Tensor<float>(shape, Elements<float>(shape, read))),
        DataType.Double => new(new Tensor<double>(shape, Elements<double>(shape, read)), DataType.Double),
        DataType.Float16 => new(new Tensor<float>(shape, Converted<Half, float>(shape, read, value => (float)value)), DataType.Float16),
        DataType.Bfloat16 => new(new Tensor<float>(shape, Converted<ushort, float>(shape, read, FromBfloat16)), DataType.Bfloat16),
        DataType.Bool => new(shape, Converted<byte, long>(shape, read, value => value == 0 ? 0 : 1), DataType.Bool),
        DataType.Int8 => new(shape, Converted<sbyte, long>(shape, read, value => value), DataType.Int8),
        DataType.Uint8 => new(shape, Converted<byte, long>(shape, read, value => value), DataType.Uint8),
        DataType.Int16 => new(shape, Converted<short, long>(shape, read, value => value), DataType.Int16),
        DataType.Uint16 => new(shape, Converted<ushort, long>(shape, read, value => value), DataType.Uint16),
        DataType.Int32 => new(shape, Converted<int, long>(shape, read, value => value), DataType.Int32),
        DataType.Uint32 => new(shape, Converted<uint, long>(shape, read, value => value), DataType.Uint32),
        DataType.Uint64 => new(shape, Converted<ulong, long>(shape, read, value => Signed(proto, value)), DataType.Uint64),
        _ => new(shape, Elements<long>(shape, read)),
    };

    private static ConstantValue FromFields(TensorProto proto, Shape shape) => proto.DataType switch
    {
        DataType.Float => new(new Tensor<float>(shape, [.. proto.FloatData])),
        DataType.Double => new(new Tensor<double>(shape, [.. proto.DoubleData]), DataType.Double),
        DataType.Float16 => new(new Tensor<float>(shape, [.. proto.Int32Data.Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits))]), DataType.Float16),
        DataType.Bfloat16 => new(new Tensor<float>(shape, [.. proto.Int32Data.Select(bits => FromBfloat16((ushort)bits))]), DataType.Bfloat16),
        DataType.Int64 => new(shape, [.. proto.Int64Data]),
        DataType.Uint32 or DataType.Uint64 => new(shape, [.. proto.Uint64Data.Select(value => Signed(proto, value))], proto.DataType),
        DataType.Bool => new(shape, [.. proto.Int32Data.Select(value => value == 0 ? 0L : 1L)], DataType.Bool),
        _ => new(shape, [.. proto.Int32Data.Select(value => (long)value)], proto.DataType),
    };

    private static int TypedCount(TensorProto proto) => proto.DataType switch
    {
        DataType.Float => proto.FloatData.Count,
        DataType.Double => proto.DoubleData.Count,
        DataType.Int64 => proto.Int64Data.Count,
        DataType.Uint32 or DataType.Uint64 => proto.Uint64Data.Count,
        _ => proto.Int32Data.Count,
    };

    private static int SizeOf(TensorProto proto) => proto.DataType switch
    {
        DataType.Bool or DataType.Int8 or DataType.Uint8 => 1,
        DataType.Int16 or DataType.Uint16 or DataType.Float16 or DataType.Bfloat16 => 2,
        DataType.Float or DataType.Int32 or DataType.Uint32 => 4,
        DataType.Double or DataType.Int64 or DataType.Uint64 => 8,
        _ => throw Fault(proto, $"has element type {proto.DataType}; expected a real float, an integer of 8 to 64 bits, or bool"),
    };

    private static Shape ShapeOf(TensorProto proto)
    {
        int[] extents = new int[proto.Dims.Count];
        for (int axis = 0; axis < extents.Length; axis++)
        {
            if (proto.Dims[axis] is < 0 or > int.MaxValue) throw Fault(proto, $"has extent {proto.Dims[axis]} along axis {axis}; expected 0 to {int.MaxValue}");
            extents[axis] = (int)proto.Dims[axis];
        }

        return new Shape(extents);
    }

    private static TElement[] Elements<TElement>(Shape shape, Reader read)
        where TElement : unmanaged
    {
        var elements = new TElement[shape.Count];
        read(MemoryMarshal.AsBytes(elements.AsSpan()));
        return elements;
    }

    private static TResult[] Converted<TElement, TResult>(Shape shape, Reader read, Converter<TElement, TResult> convert)
        where TElement : unmanaged => Array.ConvertAll(Elements<TElement>(shape, read), convert);

    private static float FromBfloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static long Signed(TensorProto proto, ulong value) =>
        value <= long.MaxValue ? (long)value : throw Fault(proto, $"holds {value}; expected at most {long.MaxValue}, the largest int64");

    private static RefCnnException Fault(TensorProto proto, string reason) => new($"tensor '{proto.Name}' {reason}");
}
