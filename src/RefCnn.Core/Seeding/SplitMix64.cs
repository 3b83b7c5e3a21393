using System.Text;

namespace RefCnn.Core;

/// <summary>
/// Steele, Lea and Flood's SplitMix64 (OOPSLA 2014) as a counter-based generator: value i depends on the seed and i alone,
/// so that tensors can be made in any order, on any number of threads, in any language.
/// </summary>
public static class SplitMix64
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>Value i of the stream: mix64(seed + (i + 1) · 0x9E3779B97F4A7C15).</summary>
    /// <param name="seed">The stream.</param>
    /// <param name="index">i.</param>
    public static ulong Value(ulong seed, ulong index) => unchecked(Mix(seed + ((index + 1) * GoldenGamma)));

    /// <summary>The seed of a name: FNV-1a, 64 bits, of its UTF-8 bytes.</summary>
    /// <param name="name">E.g. <c>vgg16/conv1_1/weight</c>.</param>
    public static ulong SeedOf(string name)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte octet in Encoding.UTF8.GetBytes(name)) hash = unchecked((hash ^ octet) * 0x100000001B3);
        return hash;
    }

    private static ulong Mix(ulong z) => unchecked(MixAgain((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9));

    private static ulong MixAgain(ulong z)
    {
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
