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
    public static TheoryData<WinogradKind, WinogradSamples, int> Layers
    {
        get
        {
            var layers = new TheoryData<WinogradKind, WinogradSamples, int>();
            foreach (WinogradKind kind in Enum.GetValues<WinogradKind>())
            {
                foreach (WinogradSamples samples in Enum.GetValues<WinogradSamples>())
                {
                    foreach (int channels in (int[])[1, 3, 16, 64]) layers.Add(kind, samples, channels);
                }
            }

            return layers;
        }
    }

    // In the mean over the layer, as the ratio is meant: where single samples stand out of zeros, a tile spreads their noise over outputs that plain sums leave exact.
    [Theory]
    [MemberData(nameof(Layers))]
    public void Float32Engine_IsWithinThePlainVarianceTimesTheRatio(WinogradKind kind, WinogradSamples samples, int channels)
    {
        (Layer layer, Tensor<float> input) = WinogradLayers.Make(kind, samples, channels, 25, 24);
        (Operands operands, Tensor<double> truth) = WinogradLayers.Truth(layer, input);
        Tensor<double> plain = OutputBound.Of(layer, operands, truth, PrecisionClass.Float32).Deviation!;
        double ratio = WinogradNoise.VarianceRatio(EquivalentConvolution.Of(layer, truth.Shape)!);
        Tensor<float> actual = new NaiveWinograd().Run(layer, input);

        double errors = Enumerable.Range(0, truth.Count).Sum(i => Math.Pow(actual[i] - truth[i], 2)), variances = plain.Values.Sum(sigma => sigma * sigma);

        Math.Sqrt(errors / (variances * ratio)).Should().BeInRange(0.05, 1);
    }

    [Fact]
    public void VarianceRatio_OfManyChannels_IsTheTransformsAlone()
    {
        // (Σ A²·B²·G²)² ÷ 81, with 241/16 for a direction in the mean of a tile's outputs.
        double transforms = 241 / 16.0;

        RatioOf(1_000_000).Should().BeApproximately(transforms * transforms / 81, 1e-3);
    }

    [Fact]
    public void NoiseUnit_IsOfTheWorstLayer()
    {
        var builder = new NetworkBuilder("two");
        int x = builder.Input("x", new Shape(1, 16, 8, 8)), conv = builder.Add("conv16", Convolution(64, 16), x);
        builder.Output("y", builder.Add("conv64", Convolution(4, 64), conv));
        Network network = builder.Build();
        (PrecisionClass plain, PrecisionClass winograd) = (PrecisionClass.Float32, PrecisionClass.WinogradFloat32);

        NoiseUnit.Of(network, [plain, plain, plain]).Should().Be(plain.Unit);
        NoiseUnit.Of(network, [plain, plain, winograd]).Should().Be(plain.Unit * Math.Sqrt(RatioOf(64)));
        NoiseUnit.Of(network, [winograd, winograd, winograd]).Should().Be(plain.Unit * Math.Sqrt(RatioOf(16)));
    }

    private static double RatioOf(int channels) => WinogradNoise.VarianceRatio(EquivalentConvolution.Of(Convolution(1, channels), new Shape(1, 1, 6, 6))!);

    private static Conv2D Convolution(int outputs, int inputs) => new(Window2D.Of(3), new Tensor<float>(new Shape(outputs, inputs, 3, 3)));
}
