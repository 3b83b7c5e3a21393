using System.Buffers.Binary;
using Google.Protobuf.Collections;
using RefCnn.Core;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Reading;

/// <summary>Weights in the four ways that files store them.</summary>
internal static class WeightReader
{
    /// <summary>Reads.</summary>
    /// <param name="weights">As stored.</param>
    /// <param name="shape">The shape that is expected.</param>
    /// <param name="outputAxis">The axis of the output channels, by which linear scales may differ.</param>
    /// <param name="refuse">Makes the error of a reason.</param>
    public static float[] Read(WeightParams? weights, Shape shape, int outputAxis, Func<string, CoreMlException> refuse)
    {
        int count = shape.Count;
        if (weights is null) throw refuse("are missing");
        if (weights.FloatValue.Count > 0)
            return weights.FloatValue.Count == count ? [.. weights.FloatValue] : throw refuse($"have {weights.FloatValue.Count} values; expected {count}");
        if (weights.Float16Value.Length > 0) return Halves(weights.Float16Value.Span, count, refuse);
        if (weights.RawValue.Length > 0) return Quantised(weights, shape, outputAxis, refuse);
        if (weights.Int8RawValue.Length > 0) throw refuse("are 8-bit for dynamic quantisation, which is not supported");
        return count == 0 ? [] : throw refuse($"have no values; expected {count}");
    }

    private static float[] Halves(ReadOnlySpan<byte> bytes, int count, Func<string, CoreMlException> refuse)
    {
        if (bytes.Length != 2L * count) throw refuse($"have {bytes.Length} bytes of float16; expected {2L * count}");
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]);
        return values;
    }

    private static float[] Quantised(WeightParams weights, Shape shape, int outputAxis, Func<string, CoreMlException> refuse)
    {
        int count = shape.Count, outputs = shape.Rank == 0 ? 1 : shape[outputAxis];
        int bits = checked((int)(weights.Quantization?.NumberOfBits ?? 0));
        if (bits is < 1 or > 8) throw refuse($"are quantised to {bits} bits; expected 1 to 8");
        ReadOnlySpan<byte> bytes = weights.RawValue.Span;
        long expected = (((long)count * bits) + 7) / 8;
        if (bytes.Length < expected) throw refuse($"have {bytes.Length} bytes of {bits}-bit values; expected {expected}");
        if (weights.Quantization!.LookupTableQuantization is { } table)
        {
            if (table.FloatValue.Count != 1 << bits) throw refuse($"have a look-up table of {table.FloatValue.Count} values; expected {1 << bits}");
            float[] looked = new float[count];
            for (int i = 0; i < count; i++) looked[i] = table.FloatValue[Code(bytes, i, bits)];
            return looked;
        }

        if (weights.Quantization.LinearQuantization is not { } linear) throw refuse("are quantised neither linearly nor by a look-up table");
        float[] values = new float[count];
        int stride = shape.Rank == 0 ? 1 : shape.CountBetween(outputAxis + 1, shape.Rank);
        for (int i = 0; i < count; i++)
        {
            int output = i / stride % outputs;
            values[i] = (Code(bytes, i, bits) * At(linear.Scale, output, 1, outputs, refuse)) + At(linear.Bias, output, 0, outputs, refuse);
        }

        return values;
    }

    private static float At(RepeatedField<float> numbers, int output, float absent, int outputs, Func<string, CoreMlException> refuse) => numbers.Count switch
    {
        0 => absent,
        1 => numbers[0],
        _ => numbers.Count == outputs ? numbers[output] : throw refuse($"have {numbers.Count} scales or biases; expected 1 or {outputs}"),
    };

    // Codes of fewer than 8 bits are packed from the most significant bit of each byte, and may cross into the next.
    private static int Code(ReadOnlySpan<byte> bytes, int index, int bits)
    {
        if (bits == 8) return bytes[index];
        long first = (long)index * bits;
        int at = (int)(first / 8), offset = (int)(first % 8);
        int pair = (bytes[at] << 8) | (at + 1 < bytes.Length ? bytes[at + 1] : 0);
        return (pair >> (16 - offset - bits)) & ((1 << bits) - 1);
    }
}
