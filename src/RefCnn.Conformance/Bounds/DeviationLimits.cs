namespace RefCnn.Conformance.Bounds;

/// <summary>
/// How large errors ÷ σ may be before rounding does not explain them: limits that a correct engine exceeds with a probability of at most <see cref="FalseAlarm"/> a tensor.
/// They follow from that, from how many outputs there are, and from how many of them may share the course of their partial sums. docs/verdicts.md derives them.
/// </summary>
/// <param name="RootMeanSquare">The limit of the rms.</param>
/// <param name="Largest">The limit of the largest.</param>
public readonly record struct DeviationLimits(double RootMeanSquare, double Largest)
{
    /// <summary>How probable it may be that a correct engine's tensor exceeds a limit.</summary>
    public const double FalseAlarm = 1e-9;

    // Each value of a bound's free parameter gives a bound, so that the best of some is one: no minimum need be found exactly.
    private const int Steps = 128;

    private static readonly double[] Angles = [.. Enumerable.Range(1, Steps - 1).Select(step => step * Math.PI / Steps)];
    private static readonly double[] Spreads = [.. Angles.Select(Spread)];

    /// <summary>The limits for a tensor.</summary>
    /// <param name="outputs">How many outputs have a σ; at least 1.</param>
    /// <param name="together">How many of them at most may share the course of their partial sums: those of one channel.</param>
    public static DeviationLimits Of(int outputs, int together)
    {
        double largest = Tail(Math.Log(4.0 * outputs / FalseAlarm));
        return new DeviationLimits(Math.Min(largest, Math.Sqrt(MeanSquare(outputs, together))), largest);
    }

    /// <summary>How probable it is at most that an error is larger than t · σ: 2 · min over φ of √(φ / sin φ) · exp(−t · φ / √6).</summary>
    /// <param name="t">The error ÷ σ.</param>
    public static double Probability(double t) => Math.Min(1, 2 * Math.Exp(Least(i => Spreads[i] - (t * Angles[i] / Math.Sqrt(6)))));

    // The t of that probability, from log (2 / probability).
    private static double Tail(double exponent) => Least(i => (exponent + Spreads[i]) * Math.Sqrt(6) / Angles[i]);

    // No path's energy exceeds X. Then E exp(h · Σ e²) ≤ (φ / sin φ)^(D/2), with φ² = 12 · h · g · (outputs together) and g = −log(1 − 2hX) / (2hX).
    private static double MeanSquare(int outputs, int together)
    {
        double exponent = Math.Log(4 / FalseAlarm), cap = Least(i => 12 * (exponent + Math.Log(outputs) + Spreads[i]) / (Angles[i] * Angles[i])), least = double.PositiveInfinity;
        double paths = (double)outputs / together;
        for (int step = 1; step < Steps; step++)
        {
            // Dense where h is small, as it is for many outputs.
            double share = Math.Pow(2, -step / 6.0), h = share / (2 * cap), angle = Math.Sqrt(12 * h * together * -Math.Log(1 - share) / share);
            if (angle < Math.PI) least = Math.Min(least, (exponent + (paths * Spread(angle))) / (h * outputs));
        }

        return least;
    }

    // Half of log (φ / sin φ): the logarithm of E exp(θ · ∫B²) with B a Brownian bridge and φ² = 2θ.
    private static double Spread(double angle) => Math.Log(angle / Math.Sin(angle)) / 2;

    private static double Least(Func<int, double> bound) => Enumerable.Range(0, Angles.Length).Min(bound);
}
