using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Conformance.Networks;

/// <summary>Which values of a tensor are kept: all of a small one; of a large one the corners, where padding shows, and seeded others.</summary>
public static class SampleIndices
{
    /// <summary>How many values of an ordinary node are kept.</summary>
    public const int OfNode = 256;

    /// <summary>How many values of an output are kept.</summary>
    public const int OfOutput = 16384;

    /// <summary>
    /// Ascending flat indices: the first and last value; at rank 4 also the corners of the first and last channel; then
    /// value i of the stream seeded by <c>&lt;network&gt;/&lt;node&gt;/samples</c>, modulo the number of elements, for i = 0, 1, … until there are enough different ones.
    /// </summary>
    /// <param name="network">The network's name.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="count">How many; a smaller tensor is kept whole.</param>
    public static ImmutableArray<int> Of(string network, string node, Shape shape, int count)
    {
        if (shape.Count <= count) return [.. Enumerable.Range(0, shape.Count)];
        var chosen = new SortedSet<int> { 0, shape.Count - 1 };
        if (shape.Rank == 4)
        {
            int area = shape.Height * shape.Width;
            foreach (int plane in new[] { 0, shape.Count - area })
                chosen.UnionWith([plane, plane + shape.Width - 1, plane + area - shape.Width, plane + area - 1]);
        }

        ulong seed = SplitMix64.SeedOf($"{network}/{node}/samples");
        for (ulong i = 0; chosen.Count < count; i++) chosen.Add((int)(SplitMix64.Value(seed, i) % (ulong)shape.Count));
        return [.. chosen];
    }
}
