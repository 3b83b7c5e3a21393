namespace RefCnn.Conformance.Networks.Noise;

/// <summary>The statistics of a plane of samples, and what rounding makes of them in two passes, in units of u²/3: the formula of sums, (n/3) · y² + (n/6) · Q, applied to each. docs/verdicts.md derives it.</summary>
/// <param name="Count">How many samples, N.</param>
/// <param name="Mean">Their mean, m.</param>
/// <param name="MeanSquare">The mean of x².</param>
/// <param name="Variance">The mean v of (x − m)².</param>
/// <param name="Kurtosis">The mean of (x − m)⁴ ÷ v²; 0 where v is 0.</param>
internal readonly record struct PlaneMoments(int Count, double Mean, double MeanSquare, double Variance, double Kurtosis)
{
    /// <summary>The variance of the mean's error: its sum, whose terms are exact, and the quotient.</summary>
    public double RoundingsOfMean => (Count * Mean * Mean / 3) + (MeanSquare / 6) + (Mean * Mean);

    /// <summary>Computes them.</summary>
    /// <param name="samples">The samples.</param>
    public static PlaneMoments Of(ReadOnlySpan<double> samples)
    {
        double sum = 0, squares = 0, deviations = 0, fourths = 0;
        foreach (double x in samples) sum += x;
        double mean = sum / samples.Length;
        foreach (double x in samples)
        {
            double square = (x - mean) * (x - mean);
            squares += x * x;
            deviations += square;
            fourths += square * square;
        }

        double variance = deviations / samples.Length;
        return new PlaneMoments(samples.Length, mean, squares / samples.Length, variance, variance > 0 ? fourths / samples.Length / (variance * variance) : 0);
    }

    /// <summary>
    /// The variance of the relative error of √(v + ε). Of v: the differences, which count twice, and their squares, N terms of energy κ·v² each; their sum, and the quotient. The share of v in v + ε
    /// and the root halve it; the addition of ε and the root itself are rounded.
    /// </summary>
    /// <param name="epsilon">ε.</param>
    public double RoundingsOfDeviation(double epsilon)
    {
        double share = Variance / (Variance + epsilon), ofVariance = (Count / 3.0) + (Kurtosis / 6) + (5 * Kurtosis / Count) + 1;
        return (share * share * ofVariance / 4) + 0.25 + 1;
    }
}
