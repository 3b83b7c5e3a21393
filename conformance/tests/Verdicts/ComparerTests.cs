using RefCnn.Conformance.Bounds;
using RefCnn.Core;

namespace RefCnn.ConformanceTests.Verdicts;

/// <summary>A tensor that is compared in several ranges, by hand.</summary>
public class ComparerTests
{
    // Three channels of 50,000: ranges end within channels, and channels within ranges.
    private static readonly Shape Large = new(1, 3, 200, 250);

    [Fact]
    public void Compare_EqualTensors_HasNoMargin()
    {
        Tensor<double> truth = Of(i => i % 7);

        Comparer.Compare(truth, truth, Bound(_ => 1), PrecisionClass.Float32).Should().Be(new Comparison(0, 0, 0, 0, DeviationLimits.Of(150_000, 50_000)));
    }

    [Fact]
    public void Compare_EmptyTensors_FindsNothing()
    {
        var empty = new Tensor<double>(new Shape(1, 0, 2, 2));

        Comparer.Compare(empty, empty, new OutputBound(empty, null), PrecisionClass.Float32).Should().Be(new Comparison(0, -1, 0, 0, null));
    }

    [Fact]
    public void Compare_ErrorsInSeveralRanges_FindsTheFirstOfTheLargest()
    {
        Tensor<double> truth = Of(_ => 1), actual = Of(i => i switch { 40_000 => 1.5, 90_000 or 149_999 => 0.25, _ => 1 });

        Comparison comparison = Comparer.Compare(actual, truth, Bound(_ => 0.5), PrecisionClass.Float32);

        comparison.Worst.Should().Be(90_000);
        comparison.Margin.Should().Be(0.75);
        comparison.LargestDeviation.Should().Be(1.5);
        comparison.RootMeanSquare.Should().BeApproximately(Math.Sqrt((1 + 2.25 + 2.25) / 150_000), 1e-15);
    }

    [Fact]
    public void Compare_SigmaOfSomeOutputs_CountsThemByChannel()
    {
        // None in the first channel, 100 in the second, all in the third.
        Tensor<double> truth = Of(_ => 1);

        Comparer.Compare(truth, truth, Bound(i => i is < 50_000 or (>= 50_100 and < 100_000) ? 0 : 1), PrecisionClass.Float32).Limits.Should().Be(DeviationLimits.Of(50_100, 50_000));
    }

    [Fact]
    public void Compare_NotANumberInTheLastRange_HasNoFiniteMargin()
    {
        Comparison comparison = Comparer.Compare(Of(i => i == 149_998 ? double.NaN : 1), Of(_ => 1), Bound(_ => 1), PrecisionClass.Float32);

        (comparison.Margin, comparison.Worst).Should().Be((double.PositiveInfinity, 149_998));
    }

    private static OutputBound Bound(Func<int, double> deviation) => new(Of(_ => 1), Of(deviation));

    private static Tensor<double> Of(Func<int, double> value) => new(Large, [.. Enumerable.Range(0, Large.Count).Select(value)]);
}
