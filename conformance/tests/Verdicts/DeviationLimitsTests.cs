using RefCnn.Conformance.Bounds;
using RefCnn.Core;

namespace RefCnn.ConformanceTests.Verdicts;

public class DeviationLimitsTests
{
    private const int Terms = 256, Sums = 20000;

    private static readonly Lazy<double[]> Errors = new(() => [.. Enumerable.Range(0, Sums).Select(ErrorOfSum)]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public void Probability_IsNotExceededByFloat32Sums(double t) =>
        (Errors.Value.Count(error => error > t) / (double)Sums).Should().BeLessThanOrEqualTo(DeviationLimits.Probability(t));

    [Fact]
    public void Sums_HaveHeavierTailsThanIndependentRoundingsOfTheirVariance()
    {
        double variance = Errors.Value.Average(error => error * error);

        Errors.Value.Average(error => Math.Pow(error, 4)).Should().BeGreaterThan(3.5 * variance * variance, "a Gaussian has 3, and the bridge 5.4");
    }

    [Fact]
    public void Largest_GrowsWithTheLogarithmOfTheOutputs()
    {
        double[] limits = [DeviationLimits.Of(1, 1).Largest, DeviationLimits.Of(1000, 1).Largest, DeviationLimits.Of(1_000_000, 1).Largest];

        limits.Should().BeInAscendingOrder();
        (limits[2] - limits[1]).Should().BeApproximately(Math.Log(1000) * Math.Sqrt(6) / Math.PI, 0.1);
        (4 * DeviationLimits.Probability(limits[1]) * 1000 / 2).Should().BeApproximately(DeviationLimits.FalseAlarm, 0.5 * DeviationLimits.FalseAlarm);
    }

    [Fact]
    public void RootMeanSquare_ComesNearOneWhereThereAreManyChannels() => DeviationLimits.Of(1_000_000, 1).RootMeanSquare.Should().BeInRange(1, 1.1);

    [Fact]
    public void RootMeanSquare_OfOneChannelIsWide() => DeviationLimits.Of(1000, 1000).RootMeanSquare.Should().BeGreaterThan(2 * DeviationLimits.Of(1000, 1).RootMeanSquare);

    // |error| ÷ σ of a sum of full mantissas in float32, by the formula that verdicts use.
    private static double ErrorOfSum(int index)
    {
        Tensor<float> x = SeededTensor.FullMantissa($"limits/x{index}", new Shape(Terms), 0), w = SeededTensor.FullMantissa($"limits/w{index}", new Shape(Terms), 0);
        float sum = 0;
        double truth = 0, energy = 0;
        for (int i = 0; i < Terms; i++)
        {
            double product = (double)x[i] * w[i];
            sum += x[i] * w[i];
            truth += product;
            energy += product * product;
        }

        double sigma = PrecisionClass.Float32.Unit * Math.Sqrt(((Terms * truth * truth / 3) + (Terms * energy / 6) + energy) / 3);
        return Math.Abs(sum - truth) / sigma;
    }
}
