namespace RefCnn.CoreML.Reading;

/// <summary>The samples that NumPy's slicing takes of an axis.</summary>
/// <param name="Start">The first.</param>
/// <param name="Count">How many.</param>
internal readonly record struct Slices(int Start, int Count)
{
    /// <summary>Resolves negative and open positions.</summary>
    /// <param name="begin">The first sample, from the end where negative; null for open.</param>
    /// <param name="end">One past the last sample, from the end where negative; null for open.</param>
    /// <param name="step">From one sample to the next; not 0.</param>
    /// <param name="extent">The axis' extent.</param>
    public static Slices Of(long? begin, long? end, int step, int extent)
    {
        long low = step > 0 ? 0 : -1, high = step > 0 ? extent : extent - 1;
        long first = begin is { } b ? Math.Clamp(b < 0 ? b + extent : b, low, high) : step > 0 ? 0 : extent - 1;
        long stop = end is { } e ? Math.Clamp(e < 0 ? e + extent : e, low, high) : step > 0 ? extent : -1;
        long distance = step > 0 ? stop - first : first - stop;
        long count = distance <= 0 ? 0 : ((distance - 1) / Math.Abs((long)step)) + 1;
        return new Slices((int)first, (int)count);
    }
}
