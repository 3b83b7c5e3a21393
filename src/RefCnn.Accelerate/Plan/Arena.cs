namespace RefCnn.Accelerate.Plan;

/// <summary>One piece of memory for all buffers of a plan: those that are never needed at the same time may share a place.</summary>
internal static unsafe class Arena
{
    // Room past the end of each buffer, so that vector loops may read beyond its last value.
    private const int Slack = AlignedBuffer.Alignment / sizeof(float);

    /// <summary>Gives every buffer of a plan a place.</summary>
    /// <param name="steps">The steps; a step's number is a moment.</param>
    /// <param name="kept">Values that are read after the last step.</param>
    /// <param name="inputs">Values that are written before the first.</param>
    public static AlignedBuffer Of(IReadOnlyList<PlanStep> steps, IEnumerable<PlanValue> kept, IEnumerable<PlanValue> inputs)
    {
        var roots = new HashSet<PlanValue>();
        for (int moment = 0; moment < steps.Count; moment++)
        {
            Need(steps[moment].Output, moment);
            foreach (PlanValue input in steps[moment].Inputs) Need(input, moment);
            if (steps[moment].Residual is { } residual) Need(residual, moment);
        }

        foreach (PlanValue input in inputs) Need(input, 0);
        foreach (PlanValue value in kept) Need(value, int.MaxValue);

        List<PlanValue> buffers = [.. roots];
        long[] offsets = Place(buffers, out long total);
        var arena = AlignedBuffer.OfZeros(total);
        for (int i = 0; i < buffers.Count; i++) buffers[i].Place(arena.Data + offsets[i]);
        return arena;

        void Need(PlanValue value, int moment)
        {
            value.NeededAt(moment);
            roots.Add(value.Root);
        }
    }

    // The largest first, each at the lowest place that is free all its life; offsets are multiples of a cache line.
    private static long[] Place(List<PlanValue> buffers, out long total)
    {
        long[] offsets = new long[buffers.Count];
        var placed = new List<int>();
        total = 0;
        foreach (int index in Enumerable.Range(0, buffers.Count).OrderByDescending(i => buffers[i].Count))
        {
            long offset = 0;
            foreach (int other in placed.Where(other => Overlap(buffers[other], buffers[index])).OrderBy(other => offsets[other]))
            {
                if (offsets[other] - offset >= Room(buffers[index])) break;
                offset = Math.Max(offset, offsets[other] + Room(buffers[other]));
            }

            offsets[index] = offset;
            placed.Add(index);
            total = Math.Max(total, offset + Room(buffers[index]));
        }

        return offsets;
    }

    private static bool Overlap(PlanValue one, PlanValue other) => one.First <= other.Last && other.First <= one.Last;

    private static long Room(PlanValue value) => ((long)value.Count + Slack + Slack - 1) / Slack * Slack;
}
