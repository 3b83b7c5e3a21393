using System.Collections.Immutable;

namespace RefCnn.Conformance.Timings;

/// <summary>Times of runs of the same work, raw and in the order in which they were taken.</summary>
/// <param name="Milliseconds">The times; at least one.</param>
public readonly record struct Samples(ImmutableArray<double> Milliseconds)
{
    /// <summary>The time that half of the runs kept to.</summary>
    public double Median => At(0.5);

    /// <summary>The time that a share of the runs kept to, between two samples in proportion.</summary>
    /// <param name="share">From 0 (the fastest run) to 1 (the slowest).</param>
    public double At(double share)
    {
        double[] sorted = [.. Milliseconds.Order()];
        double place = share * (sorted.Length - 1);
        int below = (int)place, above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>Quotients, run by run: whatever slowed both runs of a pair cancels out.</summary>
    /// <param name="divisor">As many samples, taken in turn with these.</param>
    public Samples Over(Samples divisor) => new([.. Milliseconds.Zip(divisor.Milliseconds, (one, other) => one / other)]);
}
