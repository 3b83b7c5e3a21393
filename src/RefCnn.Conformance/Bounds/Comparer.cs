using RefCnn.Core;

namespace RefCnn.Conformance.Bounds;

/// <summary>The judge: puts each output beside the truth and its bound.</summary>
public static class Comparer
{
    /// <summary>Compares every element.</summary>
    /// <param name="actual">What the engine computed.</param>
    /// <param name="expected">The truth.</param>
    /// <param name="bound">How far each element may be off.</param>
    /// <param name="precision">The engine's precision class, for where its numbers end.</param>
    public static Comparison Compare(Tensor<double> actual, Tensor<double> expected, OutputBound bound, PrecisionClass precision)
    {
        if (actual.Shape != expected.Shape) return new Comparison(double.PositiveInfinity, -1, 0, 0, null);

        Shape shape = expected.Shape;
        int channels = shape.Rank > 1 ? shape[1] : shape.Count, inner = shape.Rank > 1 ? shape.CountBetween(2, shape.Rank) : 1;
        int[] knownOfChannel = new int[channels];
        var ranges = new RangeComparison[ElementRanges.CountOf(expected.Count)];
        ElementRanges.Run(expected.Count, (start, end) =>
        {
            var range = new RangeComparison();
            for (int i = start; i < end;)
            {
                int plane = i / inner, before = range.Known;
                for (int last = Math.Min(end, (plane + 1) * inner); i < last; i++) range.Take(i, Judge(actual[i], expected, bound, i, precision));
                if (range.Known > before) Interlocked.Add(ref knownOfChannel[plane % channels], range.Known - before);
            }

            ranges[start / ElementRanges.Length] = range;
        });

        var all = new RangeComparison();
        foreach (RangeComparison range in ranges) all.Take(range);
        return all.Known == 0
            ? new Comparison(all.Margin, all.Worst, 0, 0, null)
            : new Comparison(all.Margin, all.Worst, Math.Sqrt(all.Squares / all.Known), all.Deviation, DeviationLimits.Of(all.Known, knownOfChannel.Max()));
    }

    // Error ÷ bound, and error ÷ σ, NaN where there is no σ: of the truth, or of what is as right and nearer.
    private static (double Share, double Normalised) Judge(double actual, Tensor<double> expected, OutputBound bound, int i, PrecisionClass precision)
    {
        double truth = expected[i], share = Share(actual, truth, bound.Allowed[i], precision.Largest), sigma = bound.Deviation is { } deviation ? deviation[i] : 0;

        // Below the smallest normal number errors are absolute, of which σ knows nothing; narrow storage has its own term for that.
        bool known = sigma > (precision.HasNarrowStorage ? 0 : precision.SmallestNormal) && double.IsFinite(sigma) && double.IsFinite(actual) && double.IsFinite(truth);
        (double Share, double Normalised) nearest = (share, known ? Math.Abs(actual - truth) / sigma : double.NaN);
        foreach (OutputAlternative other in bound.Alternatives)
        {
            (double Share, double Normalised) there = Judge(actual, other.Expected, other.Bound, i, precision);
            if (there.Share < nearest.Share) nearest = there;
        }

        return nearest;
    }

    private static double Share(double actual, double expected, double allowed, double largest)
    {
        if (actual.Equals(expected) || actual == expected) return 0;
        if (Math.Abs(expected) + allowed > largest && double.IsInfinity(actual) && Math.Sign(actual) == Math.Sign(expected)) return 0;
        if (!double.IsFinite(actual) || !double.IsFinite(expected)) return double.PositiveInfinity;
        return allowed > 0 ? Math.Abs(actual - expected) / allowed : double.PositiveInfinity;
    }
}
