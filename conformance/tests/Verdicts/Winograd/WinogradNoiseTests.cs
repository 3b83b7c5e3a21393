using RefCnn.Conformance.Networks.Noise;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>What a network's noise is multiplied by, against the errors of two float32 engines.</summary>
public class WinogradNoiseTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(64)]
    public void VarianceRatio_IsThatOfNaiveEngines(int channels)
    {
        (Conv2D layer, Tensor<float> input) = WinogradLayers.Make(WinogradSamples.White, channels, 25, 24);
        (Operands _, Tensor<double> truth) = WinogradLayers.Truth(layer, input);

        double measured = MeanSquare(new NaiveWinograd().Run(layer, input), truth) / MeanSquare(PlainSums(layer, input), truth);

        (measured / WinogradNoise.VarianceRatio(channels)).Should().BeInRange(0.25, 1.1, "the ratio measured is {0}", measured);
    }

    [Fact]
    public void VarianceRatio_OfManyChannels_IsTheTransformsAlone()
    {
        // (Σ A²·B²·G²)² ÷ 81, with 241/16 for a direction in the mean of a tile's outputs.
        double transforms = 241 / 16.0;

        WinogradNoise.VarianceRatio(1_000_000).Should().BeApproximately(transforms * transforms / 81, 1e-3);
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
        NoiseUnit.Of(network, [plain, plain, winograd]).Should().Be(plain.Unit * Math.Sqrt(WinogradNoise.VarianceRatio(64)));
        NoiseUnit.Of(network, [winograd, winograd, winograd]).Should().Be(plain.Unit * Math.Sqrt(WinogradNoise.VarianceRatio(16)));
    }

    private static Conv2D Convolution(int outputs, int inputs) => new(Window2D.Of(3), new Tensor<float>(new Shape(outputs, inputs, 3, 3)));

    private static double MeanSquare(Tensor<float> actual, Tensor<double> truth) => Enumerable.Range(0, truth.Count).Average(i => Math.Pow(actual[i] - truth[i], 2));

    // Every product and sum rounded to float32, in the order of the weights.
    private static Tensor<float> PlainSums(Conv2D layer, Tensor<float> input)
    {
        var output = new Tensor<float>(layer.InferShape(input.Shape));
        for (int at = 0; at < output.Count; at++)
        {
            int o = at / (output.Shape.Height * output.Shape.Width), y = at / output.Shape.Width % output.Shape.Height, x = at % output.Shape.Width;
            float sum = 0;
            for (int tap = 0; tap < 9 * layer.InputsPerGroup; tap++)
            {
                int row = y + (tap / 3 % 3) - layer.Window.Padding.Top, column = x + (tap % 3) - layer.Window.Padding.Left;
                if (row < 0 || row >= input.Shape.Height || column < 0 || column >= input.Shape.Width) continue;
                sum += layer.Weight[o, tap / 9, tap / 3 % 3, tap % 3] * input[0, tap / 9, row, column];
            }

            output[at] = sum + (layer.Bias?[o] ?? 0);
        }

        return output;
    }
}
