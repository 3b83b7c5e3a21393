using RefCnn.Conformance.Bounds.Winograd;
using RefCnn.Core;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

public class WinogradTransformsTests
{
    public static TheoryData<SumAlgorithm> Algorithms => [.. WinogradLayers.Algorithms];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Matrices_OfAnySamplesAndTaps_GiveTheConvolution(SumAlgorithm sums)
    {
        WinogradTransforms transforms = WinogradTransforms.Of(sums)!;
        double[] samples = [.. new[] { 0.3, -1.7, 2.2, 0.9, -0.4, 1.1 }.Take(transforms.Samples)], taps = [.. new[] { 0.7, -1.3, 0.2 }.Take(transforms.Taps)];

        for (int i = 0; i < transforms.Outputs; i++)
        {
            double sum = 0;
            for (int j = 0; j < transforms.Samples; j++) sum += transforms.Output[i, j] * Row(transforms.Filter, j, taps) * Row(transforms.Input, j, samples);

            sum.Should().BeApproximately(taps.Select((tap, k) => tap * samples[i + k]).Sum(), 1e-14);
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Matrices_AreThoseWrittenByHand(SumAlgorithm sums)
    {
        (WinogradTransforms transforms, NaiveWinograd byHand) = (WinogradTransforms.Of(sums)!, NaiveWinograd.Of(sums));

        ShouldBeClose(transforms.Output, byHand.Output);
        ShouldBeClose(transforms.Input, byHand.Input);
        transforms.Filter.Cast<double>().Zip(byHand.Filter.Cast<double>()).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-14);
    }

    [Theory]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3, 2, 4, 8)]
    [InlineData(SumAlgorithm.Winograd4x4Of3x3, 10, 12, 24)]
    [InlineData(SumAlgorithm.Winograd2x2Of2x2, 2, 2, 6)]
    [InlineData(SumAlgorithm.Winograd4x4Of2x2, 10, 12, 24)]
    public void Roundings_AreThoseThatVerdictsCounts(SumAlgorithm sums, int forth, int back, int beside)
    {
        WinogradRoundings roundings = WinogradTransforms.Of(sums)!.Roundings;

        (roundings.In, roundings.Back, roundings.Of(100)).Should().Be((forth, back, 100 + beside));
    }

    [Theory]
    [InlineData(SumAlgorithm.Plain)]
    [InlineData(SumAlgorithm.Unpublished)]
    public void Of_SumsThatNeedNone_IsNull(SumAlgorithm sums) => WinogradTransforms.Of(sums).Should().BeNull();

    private static void ShouldBeClose(double[,] matrix, float[,] byHand) =>
        matrix.Cast<double>().Zip(byHand.Cast<float>()).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 2e-7);

    private static double Row(double[,] matrix, int row, double[] vector) => vector.Select((value, column) => matrix[row, column] * value).Sum();
}
