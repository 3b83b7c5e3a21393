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

        double margin = 0, squares = 0, deviation = 0;
        int worst = -1, known = 0;
        Shape shape = expected.Shape;
        int channels = shape.Rank > 1 ? shape[1] : shape.Count, inner = shape.Rank > 1 ? shape.CountBetween(2, shape.Rank) : 1;
        int[] knownOfChannel = new int[channels];
        for (int i = 0; i < expected.Count; i++)
        {
            (double share, double? normalised) = Judge(actual[i], expected, bound, i, precision);
            foreach (OutputAlternative other in bound.Alternatives)
            {
                (double Share, double? Normalised) there = Judge(actual[i], other.Expected, other.Bound, i, precision);
                if (there.Share < share) (share, normalised) = there;
            }

            if (share > margin || worst < 0) (margin, worst) = (Math.Max(share, margin), i);
            if (normalised is not { } size) continue;
            known++;
            knownOfChannel[i / inner % channels]++;
            squares += size * size;
            deviation = Math.Max(deviation, size);
        }

        return known == 0
            ? new Comparison(margin, worst, 0, 0, null)
            : new Comparison(margin, worst, Math.Sqrt(squares / known), deviation, DeviationLimits.Of(known, knownOfChannel.Max()));
    }

    // Error ÷ bound, and error ÷ σ where there is a σ.
    private static (double Share, double? Normalised) Judge(double actual, Tensor<double> expected, OutputBound bound, int i, PrecisionClass precision)
    {
        double share = Share(actual, expected[i], bound.Allowed[i], precision.Largest), sigma = bound.Deviation?[i] ?? 0;

        // Below the smallest normal number errors are absolute, of which σ knows nothing; narrow storage has its own term for that.
        bool known = sigma > (precision.HasNarrowStorage ? 0 : precision.SmallestNormal) && double.IsFinite(sigma) && double.IsFinite(actual) && double.IsFinite(expected[i]);
        return (share, known ? Math.Abs(actual - expected[i]) / sigma : null);
    }

    private static double Share(double actual, double expected, double allowed, double largest)
    {
        if (actual.Equals(expected) || actual == expected) return 0;
        if (Math.Abs(expected) + allowed > largest && double.IsInfinity(actual) && Math.Sign(actual) == Math.Sign(expected)) return 0;
        if (!double.IsFinite(actual) || !double.IsFinite(expected)) return double.PositiveInfinity;
        return allowed > 0 ? Math.Abs(actual - expected) / allowed : double.PositiveInfinity;
    }
}
