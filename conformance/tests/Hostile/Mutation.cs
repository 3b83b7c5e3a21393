using System.Buffers.Binary;

namespace RefCnn.ConformanceTests.Hostile;

/// <summary>Damage to bytes: flips, numbers at the edges, parts that are missing, doubled or moved. The same random numbers make the same damage.</summary>
internal static class Mutation
{
    /// <summary>Numbers that sizes, offsets and counts go wrong at.</summary>
    public static readonly long[] Edges =
        [0, 1, 2, -1, -2, 3, 7, 127, 128, 255, 256, 65535, 65536, int.MaxValue, int.MinValue, 1L << 31, 1L << 32, uint.MaxValue, 1L << 40, 1L << 62, long.MaxValue, long.MinValue, 100_000, 1 << 20, 1 << 28];

    /// <summary>Damages bytes once to four times.</summary>
    public static byte[] Of(byte[] original, Random random)
    {
        byte[] mutant = original;
        for (int times = random.Next(1, 5); times > 0 && mutant.Length > 0; times--) mutant = Once([.. mutant], random);
        return mutant;
    }

    private static byte[] Once(byte[] mutant, Random random)
    {
        int at = random.Next(mutant.Length), length = Math.Min(mutant.Length - at, 1 << random.Next(10)), other = random.Next(mutant.Length);
        switch (random.Next(8))
        {
            case 0: mutant[at] ^= (byte)(1 << random.Next(8)); return mutant;
            case 1: mutant[at] = (byte)random.Next(256); return mutant;
            case 2: return mutant[..at];
            case 3: return [.. mutant[..at], .. mutant[(at + length)..]];
            case 4: return [.. mutant[..at], .. mutant[at..(at + length)], .. mutant[at..]];
            case 5: return [.. mutant[..other], .. mutant[at..(at + length)], .. mutant[other..]];
            case 6: return Number(mutant, at, random, sizeof(int));
            default: return Number(mutant, at, random, sizeof(long));
        }
    }

    private static byte[] Number(byte[] mutant, int at, Random random, int size)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, Edges[random.Next(Edges.Length)]);
        number[..Math.Min(size, mutant.Length - at)].CopyTo(mutant.AsSpan(at));
        return mutant;
    }
}
