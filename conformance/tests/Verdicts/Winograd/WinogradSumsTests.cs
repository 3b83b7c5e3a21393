using RefCnn.Conformance.Bounds;
using RefCnn.Conformance.Bounds.Winograd;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;
using static RefCnn.ConformanceTests.Verdicts.Winograd.WinogradLayers;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>The bound and the deviation, against their definitions written out for one output, and against the errors of a float32 engine.</summary>
public class WinogradSumsTests
{
    public static TheoryData<WinogradKind, WinogradSamples, int> Layers
    {
        get
        {
            var layers = new TheoryData<WinogradKind, WinogradSamples, int>();
            foreach (WinogradSamples samples in Enum.GetValues<WinogradSamples>())
            {
                foreach (int channels in (int[])[1, 3, 16, 64])
                {
                    foreach (WinogradKind kind in Enum.GetValues<WinogradKind>()) layers.Add(kind, samples, channels);
                }
            }

            return layers;
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Float32Engine_HasErrorsAsLargeAsTheDeviationSays(WinogradKind kind, WinogradSamples samples, int channels)
    {
        (Layer layer, Tensor<float> input) = Make(kind, samples, channels, 15, 18);
        (Operands operands, Tensor<double> truth) = Truth(layer, input);
        Tensor<float> actual = new NaiveWinograd().Run(layer, input);

        Comparison comparison = Comparer.Compare(
            actual.ToDouble(), truth, OutputBound.Of(layer, operands, truth, PrecisionClass.WinogradFloat32), PrecisionClass.WinogradFloat32);

        comparison.Margin.Should().BeInRange(1e-4, 0.2);
        comparison.RootMeanSquare.Should().BeInRange(0.1, 1);
        comparison.LargestDeviation.Should().BeInRange(0.3, 5);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 4)]
    [InlineData(0, 3, 2)]
    [InlineData(1, 4, 5)]
    public void Variance_IsThatOfTheTileWhichHasTheOutput(int o, int y, int x)
    {
        (Conv2D layer, Tensor<float> input) = Make3By3(3, 7, 8);
        (Operands operands, Tensor<double> truth) = Truth(layer, input);

        double variance = WinogradSums.Of(EquivalentConvolution.Of(layer, truth.Shape)!, layer, operands, truth).Variance[0, o, y, x];

        // C/3 · M² + 7 · M² + Σ U² · (C/6 · V² + 2 · V² + 6 · V₂), and the bias's y².
        double tile = Back(y % 4, x % 4, a => a * a, (j, i) =>
        {
            double sum = 0, products = 0;
            for (int c = 0; c < 3; c++)
            {
                double u = Weight(layer, o, c, j, i, w => w), v = Sample(layer, input, c, y / 4 * 4, x / 4 * 4, j, i, d => d);
                sum += u * v;
                products += u * u * ((2.5 * v * v) + (6 * Sample(layer, input, c, y / 4 * 4, x / 4 * 4, j, i, d => d * d)));
            }

            return (8 * sum * sum) + products;
        });
        variance.Should().BeApproximately(tile + Math.Pow(truth[0, o, y, x], 2), 1e-9 * variance);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 4)]
    [InlineData(0, 3, 2)]
    [InlineData(1, 4, 5)]
    public void Allowed_IsNoLessThanTheErrorsOfEveryTermAddUpTo(int o, int y, int x)
    {
        (Conv2D layer, Tensor<float> input) = Make3By3(3, 7, 8);
        (Operands operands, Tensor<double> truth) = Truth(layer, input);

        double allowed = OutputBound.Of(layer, operands, truth, PrecisionClass.WinogradFloat32).Allowed[0, o, y, x];

        // 10 roundings of the size of |B|·|d|·|B|, and 3 + 14 of the size of |V|.
        double tile = Back(y % 4, x % 4, Math.Abs, (j, i) => Enumerable.Range(0, 3).Sum(c =>
            Math.Abs(Weight(layer, o, c, j, i, w => w))
            * ((10 * Sample(layer, input, c, y / 4 * 4, x / 4 * 4, j, i, Math.Abs)) + (17 * Math.Abs(Sample(layer, input, c, y / 4 * 4, x / 4 * 4, j, i, d => d))))));
        double error = PrecisionClass.Float32.Unit * (tile + (27 * Math.Abs(layer.Bias![o])));
        allowed.Should().BeInRange(error, 2 * error);
    }

    [Fact]
    public void Of_LayersThatWinogradDoesNotCompute_IsThePlainBound()
    {
        (Conv2D layer, Tensor<float> input) = Make3By3(4, 6, 6);
        foreach (Conv2D other in (Conv2D[])[layer with { Window = layer.Window with { Stride = 2 } }, layer with { Window = layer.Window with { Dilation = 2 } }])
        {
            (Operands operands, Tensor<double> truth) = Truth(other, input);

            OutputBound.Of(other, operands, truth, PrecisionClass.WinogradFloat32).Allowed.Values.Should().Equal(OutputBound.Of(other, operands, truth, PrecisionClass.Float32).Allowed.Values);
        }
    }

    private static (Conv2D Layer, Tensor<float> Input) Make3By3(int channels, int height, int width)
    {
        (Layer layer, Tensor<float> input) = Make(WinogradKind.Plain, WinogradSamples.White, channels, height, width);
        return ((Conv2D)layer, input);
    }

    private static double Back(int row, int column, Func<double, double> of, Func<int, int, double> product)
    {
        double sum = 0;
        for (int j = 0; j < 6; j++)
        {
            for (int i = 0; i < 6; i++) sum += of(WinogradTransforms.Output[row, j]) * of(WinogradTransforms.Output[column, i]) * product(j, i);
        }

        return sum;
    }

    private static double Weight(Conv2D layer, int o, int c, int j, int i, Func<double, double> of)
    {
        double sum = 0;
        for (int tap = 0; tap < 9; tap++) sum += of(WinogradTransforms.Filter[j, tap / 3]) * of(WinogradTransforms.Filter[i, tap % 3]) * of(layer.Weight[o, c, tap / 3, tap % 3]);
        return sum;
    }

    private static double Sample(Conv2D layer, Tensor<float> input, int c, int top, int left, int j, int i, Func<double, double> of)
    {
        double sum = 0;
        for (int at = 0; at < 36; at++)
        {
            int y = top + (at / 6) - layer.Window.Padding.Top, x = left + (at % 6) - layer.Window.Padding.Left;
            if (y < 0 || y >= input.Shape.Height || x < 0 || x >= input.Shape.Width) continue;
            sum += of(WinogradTransforms.Input[j, at / 6]) * of(WinogradTransforms.Input[i, at % 6]) * of(input[0, c, y, x]);
        }

        return sum;
    }
}
