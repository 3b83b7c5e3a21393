namespace RefCnn.Core;

/// <summary>Tensors that are remade from a name instead of being stored; docs/vectors.md has the definition in ten lines.</summary>
public static class SeededTensor
{
    // What a thread fills at once: the weights of a large network are a hundred million values.
    private const int ValuesAtOnce = 1 << 16;

    /// <summary>
    /// Whole numbers −limit … limit times 2^exponent, uniformly: exact in float32, and in float16 while limit ≤ 1024 and exponent is −14 or more.
    /// Value i is (v mod (2 · limit + 1)) − limit, with v = value i of the stream shifted right by 11 bits.
    /// </summary>
    /// <param name="name">The name that seeds the stream.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="limit">The largest whole number; 1 to 1024.</param>
    /// <param name="exponent">The power of two.</param>
    /// <param name="offset">A whole number that is added before scaling: makes values positive, or a mean.</param>
    /// <exception cref="RefCnnException">A limit that is out of range.</exception>
    public static Tensor<float> Integers(string name, Shape shape, int limit, int exponent, int offset = 0)
    {
        if (limit is < 1 or > 1024) throw new RefCnnException($"seeded tensor '{name}': limit is {limit}; expected 1 to 1024");
        ulong seed = SplitMix64.SeedOf(name), span = ((ulong)limit * 2) + 1;
        double scale = Math.ScaleB(1, exponent);
        var tensor = new Tensor<float>(shape);
        Parallel.For(0, (tensor.Count + ValuesAtOnce - 1) / ValuesAtOnce, part =>
        {
            int first = part * ValuesAtOnce;
            Span<float> values = tensor.Span[first..Math.Min(tensor.Count, first + ValuesAtOnce)];
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)(((int)((SplitMix64.Value(seed, (ulong)(first + i)) >> 11) % span) - limit + offset) * scale);
        });
        return tensor;
    }

    /// <summary>
    /// Numbers that use all 24 bits of a float32's significand, of either sign, from 2^exponent to 2^(exponent + 1):
    /// an engine that silently computes in float16, bfloat16 or TF32 cannot hold them. Bit 63 of value i is the sign, bits 62 to 40 the fraction, whose last bit is set.
    /// </summary>
    /// <param name="name">The name that seeds the stream.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="exponent">The power of two; −126 to 127.</param>
    public static Tensor<float> FullMantissa(string name, Shape shape, int exponent)
    {
        if (exponent is < -126 or > 127) throw new RefCnnException($"seeded tensor '{name}': exponent is {exponent}; expected -126 to 127");
        ulong seed = SplitMix64.SeedOf(name);
        var tensor = new Tensor<float>(shape);
        Span<float> values = tensor.Span;
        for (int i = 0; i < values.Length; i++)
        {
            ulong bits = SplitMix64.Value(seed, (ulong)i);
            uint sign = (uint)(bits >> 63) << 31, fraction = ((uint)(bits >> 40) & 0x7FFFFF) | 1;
            values[i] = BitConverter.UInt32BitsToSingle(sign | ((uint)(exponent + 127) << 23) | fraction);
        }

        return tensor;
    }
}
