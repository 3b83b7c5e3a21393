namespace RefCnn.Accelerate.Plan;

/// <summary>Where the buffers of a plan lie in one piece of memory: those that are never needed at the same time may share a place.</summary>
internal static class Arena
{
    // Room past the end of each buffer, so that vector loops may read beyond its last value.
    private const int Slack = AlignedBuffer.Alignment / sizeof(float);

    /// <summary>A buffer's demand.</summary>
    /// <param name="Count">How many values.</param>
    /// <param name="First">The first moment at which it is needed.</param>
    /// <param name="Last">The last moment.</param>
    internal readonly record struct Demand(int Count, int First, int Last);

    /// <summary>Places buffers, the largest first, each at the lowest place that is free all its life.</summary>
    /// <param name="demands">The buffers.</param>
    /// <param name="total">The size of the whole, in values.</param>
    /// <returns>The offset of each buffer, in values; a multiple of a cache line.</returns>
    public static long[] Place(IReadOnlyList<Demand> demands, out long total)
    {
        long[] offsets = new long[demands.Count];
        var placed = new List<int>();
        total = 0;
        foreach (int index in Enumerable.Range(0, demands.Count).OrderByDescending(i => demands[i].Count))
        {
            long offset = 0;
            foreach (int other in placed.Where(other => Overlap(demands[other], demands[index])).OrderBy(other => offsets[other]))
            {
                if (offsets[other] - offset >= Room(demands[index])) break;
                offset = Math.Max(offset, offsets[other] + Room(demands[other]));
            }

            offsets[index] = offset;
            placed.Add(index);
            total = Math.Max(total, offset + Room(demands[index]));
        }

        return offsets;
    }

    private static bool Overlap(Demand one, Demand other) => one.First <= other.Last && other.First <= one.Last;

    private static long Room(Demand demand) => ((long)demand.Count + Slack + Slack - 1) / Slack * Slack;
}
