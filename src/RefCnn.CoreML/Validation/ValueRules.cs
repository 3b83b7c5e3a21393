using RefCnn.CoreML.Schema.Mil;
using RefCnn.CoreML.Validation.Operations;
using Stored = RefCnn.CoreML.Schema.Mil.TensorValue.ValueOneofCase;

namespace RefCnn.CoreML.Validation;

/// <summary>Constants: the field that goes with the element type, as many values as the type has, and blobs that exist and are of that type.</summary>
internal static class ValueRules
{
    private const string WeightsFolder = "@model_path/weights/";

    /// <summary>Checks a constant.</summary>
    /// <param name="value">The constant.</param>
    /// <param name="blobs">The file of weights.</param>
    /// <param name="where">What to call it.</param>
    /// <param name="findings">Where faults go.</param>
    /// <returns>Its type; null where it has none.</returns>
    public static MilType? Check(Value value, BlobTable blobs, string where, Findings findings)
    {
        MilType? type = MilType.Of(value.Type);
        if (!findings.Demand(type is not null, where, $"is no tensor of fixed shape")) return null;
        findings.Demand(value.Type.TensorType.Rank == type!.Rank, where, $"has rank {value.Type.TensorType.Rank} and {type.Rank} dimensions");
        if (value.BlobFileValue is { } blob) CheckBlob(blob, type, blobs, where, findings);
        else if (findings.Demand(value.ImmediateValue?.Tensor is not null, where, $"has no value")) CheckImmediate(value.ImmediateValue!.Tensor, type, where, findings);
        return type;
    }

    private static void CheckBlob(Value.Types.BlobFileValue blob, MilType type, BlobTable blobs, string where, Findings findings)
    {
        findings.Demand(blob.FileName.StartsWith(WeightsFolder, StringComparison.Ordinal), where, $"is in '{blob.FileName}'; expected a file of {WeightsFolder}");
        if (blobs.At(blob.Offset) is not (uint element, ulong length))
        {
            findings.Demand(false, where, $"is at {blob.Offset} of weight.bin, where no blob is described");
            return;
        }

        findings.Demand(NumberOf(type.Element) == element, where, $"is of {type.Element}; its blob has element type {element}");
        if (BytesOf(type.Element) is int size) findings.Demand(length == (ulong)(type.Count * size), where, $"has {length} bytes in weight.bin; {type} has {type.Count * size}");
    }

    private static void CheckImmediate(TensorValue tensor, MilType type, string where, Findings findings)
    {
        Stored expected = type.Element switch
        {
            DataType.Float32 => Stored.Floats,
            DataType.Float64 => Stored.Doubles,
            DataType.Int32 or DataType.Int16 or DataType.Uint16 => Stored.Ints,
            DataType.Int64 or DataType.Uint64 => Stored.LongInts,
            DataType.Bool => Stored.Bools,
            DataType.String => Stored.Strings,
            _ => Stored.Bytes,
        };
        if (!findings.Demand(tensor.ValueCase == expected, where, $"is of {type.Element} in {tensor.ValueCase}; expected {expected}")) return;
        long count = tensor.ValueCase switch
        {
            Stored.Floats => tensor.Floats.Values.Count,
            Stored.Doubles => tensor.Doubles.Values.Count,
            Stored.Ints => tensor.Ints.Values.Count,
            Stored.LongInts => tensor.LongInts.Values.Count,
            Stored.Bools => tensor.Bools.Values.Count,
            Stored.Strings => tensor.Strings.Values.Count,
            _ => BytesOf(type.Element) is int size ? tensor.Bytes.Values.Length / size : type.Count,
        };
        findings.Demand(count == type.Count, where, $"has {count} values; {type} has {type.Count}");
    }

    // The file numbers element types in its own way.
    private static uint NumberOf(DataType element) => element switch
    {
        DataType.Float16 => 1,
        DataType.Float32 => 2,
        DataType.Uint8 => 3,
        DataType.Int8 => 4,
        DataType.Bfloat16 => 5,
        DataType.Int16 => 6,
        DataType.Uint16 => 7,
        DataType.Int4 => 8,
        DataType.Uint1 => 9,
        DataType.Uint2 => 10,
        DataType.Uint4 => 11,
        DataType.Uint3 => 12,
        DataType.Uint6 => 13,
        DataType.Int32 => 14,
        DataType.Uint32 => 15,
        _ => 0,
    };

    private static int? BytesOf(DataType element) => element switch
    {
        DataType.Uint8 or DataType.Int8 or DataType.Bool => 1,
        DataType.Float16 or DataType.Bfloat16 or DataType.Int16 or DataType.Uint16 => 2,
        DataType.Float32 or DataType.Int32 or DataType.Uint32 => 4,
        DataType.Float64 or DataType.Int64 or DataType.Uint64 => 8,
        _ => null,
    };
}
