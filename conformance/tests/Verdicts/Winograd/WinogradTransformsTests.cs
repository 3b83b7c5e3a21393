using RefCnn.Conformance.Bounds.Winograd;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

public class WinogradTransformsTests
{
    [Fact]
    public void Matrices_OfAnySamplesAndTaps_GiveTheConvolution()
    {
        double[] samples = [0.3, -1.7, 2.2, 0.9, -0.4, 1.1], taps = [0.7, -1.3, 0.2];

        for (int i = 0; i < WinogradTransforms.Outputs; i++)
        {
            double sum = 0;
            for (int j = 0; j < WinogradTransforms.Samples; j++)
                sum += WinogradTransforms.Output[i, j] * Row(WinogradTransforms.Filter, j, taps) * Row(WinogradTransforms.Input, j, samples);

            sum.Should().BeApproximately((samples[i] * taps[0]) + (samples[i + 1] * taps[1]) + (samples[i + 2] * taps[2]), 1e-14);
        }
    }

    [Fact]
    public void Matrices_AreThoseWrittenByHand()
    {
        var byHand = new NaiveWinograd();

        ShouldBeClose(WinogradTransforms.Output, byHand.Output);
        ShouldBeClose(WinogradTransforms.Input, byHand.Input);
        WinogradTransforms.Filter.Cast<double>().Zip(byHand.Filter.Cast<double>()).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-14);
    }

    private static void ShouldBeClose(double[,] matrix, float[,] byHand) =>
        matrix.Cast<double>().Zip(byHand.Cast<float>()).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 2e-7);

    private static double Row(double[,] matrix, int row, double[] vector) => vector.Select((value, column) => matrix[row, column] * value).Sum();
}
