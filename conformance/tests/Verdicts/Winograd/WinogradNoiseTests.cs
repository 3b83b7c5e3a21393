using RefCnn.Conformance.Bounds;
using RefCnn.Conformance.Bounds.Winograd;
using RefCnn.Conformance.Networks.Noise;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>What a network's noise is multiplied by, against the errors of a float32 engine.</summary>
public class WinogradNoiseTests
{
    public static TheoryData<SumAlgorithm, WinogradKind, WinogradSamples, int> Layers
    {
        get
        {
            var layers = new TheoryData<SumAlgorithm, WinogradKind, WinogradSamples, int>();
            foreach ((SumAlgorithm sums, WinogradKind kind) in WinogradLayers.Kinds)
            {
                foreach (WinogradSamples samples in Enum.GetValues<WinogradSamples>())
                {
                    foreach (int channels in (int[])[1, 3, 16, 64]) layers.Add(sums, kind, samples, channels);
                }
            }

            return layers;
        }
    }

    // In the mean over the layer, as the ratio is meant: where single samples stand out of zeros, a tile spreads their noise over outputs that plain sums leave exact.
    [Theory]
    [MemberData(nameof(Layers))]
    public void Float32Engine_IsWithinThePlainVarianceTimesTheRatio(SumAlgorithm sums, WinogradKind kind, WinogradSamples samples, int channels)
    {
        (Layer layer, Tensor<float> input) = WinogradLayers.Make(kind, samples, channels, 25, 24);
        (Operands operands, Tensor<double> truth) = WinogradLayers.Truth(layer, input);
        Tensor<double> plain = OutputBound.Of(layer, operands, truth, PrecisionClass.Float32).Deviation!;
        double ratio = WinogradNoise.VarianceRatio(EquivalentConvolution.Of(layer, truth.Shape, sums));
        Tensor<float> actual = NaiveWinograd.Of(sums).Run(layer, input);

        double errors = Enumerable.Range(0, truth.Count).Sum(i => Math.Pow(actual[i] - truth[i], 2)), variances = plain.Values.Sum(sigma => sigma * sigma);

        // As in a network, whose noise is never taken to be less than plain sums'.
        Math.Sqrt(errors / variances).Should().BeInRange(0.05 * Math.Sqrt(ratio), Math.Sqrt(Math.Max(1, ratio)));
    }

    // (Σ A²·B²·G²)² ÷ 81, in the mean of a tile's outputs.
    [Theory]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3, 5)]
    [InlineData(SumAlgorithm.Winograd4x4Of3x3, 241 / 16.0)]
    public void VarianceRatio_OfManyChannels_IsTheTransformsAlone(SumAlgorithm sums, double direction) =>
        RatioOf(1_000_000, sums).Should().BeApproximately(direction * direction / 81, 1e-3);

    [Fact]
    public void NoiseUnit_IsOfTheWorstLayer()
    {
        var builder = new NetworkBuilder("two");
        int x = builder.Input("x", new Shape(1, 16, 8, 8)), conv = builder.Add("conv16", Convolution(64, 16), x);
        builder.Output("y", builder.Add("conv64", Convolution(4, 64), conv));
        Network network = builder.Build();
        (PrecisionClass plain, PrecisionClass winograd) = (PrecisionClass.Float32, PrecisionClass.Float32.By(SumAlgorithm.Winograd4x4Of3x3));

        NoiseUnit.Of(network, [plain, plain, plain]).Should().Be(plain.Unit);
        NoiseUnit.Of(network, [plain, plain, winograd]).Should().Be(plain.Unit * Math.Sqrt(RatioOf(64)));
        NoiseUnit.Of(network, [winograd, winograd, winograd]).Should().Be(plain.Unit * Math.Sqrt(RatioOf(16)));
        NoiseUnit.Of(network, [plain, plain, plain.By(SumAlgorithm.Winograd2x2Of3x3)]).Should().Be(plain.Unit, "of 64 channels the smaller tiles make less noise than plain sums");
    }

    private static double RatioOf(int channels, SumAlgorithm sums = SumAlgorithm.Winograd4x4Of3x3) =>
        WinogradNoise.VarianceRatio(EquivalentConvolution.Of(Convolution(1, channels), new Shape(1, 1, 6, 6), sums));

    private static Conv2D Convolution(int outputs, int inputs) => new(Window2D.Of(3), new Tensor<float>(new Shape(outputs, inputs, 3, 3)));
}
