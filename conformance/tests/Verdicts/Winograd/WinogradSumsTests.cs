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
    public static TheoryData<SumAlgorithm, int, int, int> Outputs
    {
        get
        {
            var outputs = new TheoryData<SumAlgorithm, int, int, int>();
            foreach (SumAlgorithm sums in Algorithms)
            {
                foreach ((int o, int y, int x) in ((int, int, int)[])[(0, 0, 0), (1, 0, 4), (0, 3, 2), (1, 4, 5)]) outputs.Add(sums, o, y, x);
            }

            return outputs;
        }
    }

    public static TheoryData<SumAlgorithm, WinogradKind, WinogradSamples, int> Layers
    {
        get
        {
            var layers = new TheoryData<SumAlgorithm, WinogradKind, WinogradSamples, int>();
            foreach (WinogradSamples samples in Enum.GetValues<WinogradSamples>())
            {
                foreach (int channels in (int[])[1, 3, 16, 64])
                {
                    foreach ((SumAlgorithm sums, WinogradKind kind) in Kinds) layers.Add(sums, kind, samples, channels);
                }
            }

            return layers;
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Float32Engine_HasErrorsAsLargeAsTheDeviationSays(SumAlgorithm sums, WinogradKind kind, WinogradSamples samples, int channels)
    {
        (Layer layer, Tensor<float> input) = Make(kind, samples, channels, 15, 18);
        (Operands operands, Tensor<double> truth) = Truth(layer, input);
        Tensor<float> actual = NaiveWinograd.Of(sums).Run(layer, input);

        PrecisionClass precision = PrecisionClass.Float32.By(sums);
        Comparison comparison = Comparer.Compare(actual.ToDouble(), truth, OutputBound.Of(layer, operands, truth, precision), precision);

        comparison.Margin.Should().BeInRange(1e-4, sums switch { SumAlgorithm.Winograd2x2Of3x3 => 0.3, SumAlgorithm.Winograd2x2Of2x2 => 0.4, _ => 0.2 });
        comparison.RootMeanSquare.Should().BeInRange(0.1, 1);
        comparison.LargestDeviation.Should().BeInRange(0.3, 5);
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Variance_IsThatOfTheTileWhichHasTheOutput(SumAlgorithm sums, int o, int y, int x)
    {
        (Conv2D layer, Tensor<float> input) = MakePlain(sums, 3, 7, 8);
        (Operands operands, Tensor<double> truth) = Truth(layer, input);

        double variance = WinogradSums.Of(EquivalentConvolution.Of(layer, truth.Shape, sums), layer, operands, truth).Variance[0, o, y, x];

        // C/3 · M² + 7 · M² + Σ U² · (C/6 · V² + 2 · V² + 6 · V₂), and the bias's y²; for the smaller tiles 3 · M² or 2 · M², and 2 · V₂.
        (int back, int forth) = sums switch { SumAlgorithm.Winograd2x2Of3x3 => (3, 2), SumAlgorithm.Winograd2x2Of2x2 => (2, 2), _ => (7, 6) };
        int side = NaiveWinograd.Of(sums).Side, top = y / side * side, left = x / side * side;
        double tile = Back(sums, y % side, x % side, a => a * a, (j, i) =>
        {
            double sum = 0, products = 0;
            for (int c = 0; c < 3; c++)
            {
                double u = Weight(sums, layer, o, c, j, i, w => w), v = Sample(sums, layer, input, c, top, left, j, i, d => d);
                sum += u * v;
                products += u * u * ((2.5 * v * v) + (forth * Sample(sums, layer, input, c, top, left, j, i, d => d * d)));
            }

            return ((1 + back) * sum * sum) + products;
        });
        variance.Should().BeApproximately(tile + Math.Pow(truth[0, o, y, x], 2), 1e-9 * variance);
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Allowed_IsNoLessThanTheErrorsOfEveryTermAddUpTo(SumAlgorithm sums, int o, int y, int x)
    {
        (Conv2D layer, Tensor<float> input) = MakePlain(sums, 3, 7, 8);
        (Operands operands, Tensor<double> truth) = Truth(layer, input);

        double allowed = OutputBound.Of(layer, operands, truth, PrecisionClass.Float32.By(sums)).Allowed[0, o, y, x];

        // 10 roundings of the size of |B|·|d|·|B|, and 3 + 14 of the size of |V|; for the smaller tiles 2, and 3 + 6 or 3 + 4.
        (int forth, int back) = sums switch { SumAlgorithm.Winograd2x2Of3x3 => (2, 6), SumAlgorithm.Winograd2x2Of2x2 => (2, 4), _ => (10, 14) };
        int side = NaiveWinograd.Of(sums).Side, top = y / side * side, left = x / side * side;
        double tile = Back(sums, y % side, x % side, Math.Abs, (j, i) => Enumerable.Range(0, 3).Sum(c =>
            Math.Abs(Weight(sums, layer, o, c, j, i, w => w))
            * ((forth * Sample(sums, layer, input, c, top, left, j, i, Math.Abs)) + ((3 + back) * Math.Abs(Sample(sums, layer, input, c, top, left, j, i, d => d))))));
        double error = PrecisionClass.Float32.Unit * (tile + ((3 + forth + back) * Math.Abs(layer.Bias![o])));
        allowed.Should().BeInRange(error, 2 * error);
    }

    [Theory]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3)]
    [InlineData(SumAlgorithm.Winograd4x4Of3x3)]
    [InlineData(SumAlgorithm.Winograd2x2Of2x2)]
    [InlineData(SumAlgorithm.Winograd4x4Of2x2)]
    public void Of_LayersThatWinogradDoesNotCompute_IsThePlainBound(SumAlgorithm sums)
    {
        (Conv2D layer, Tensor<float> input) = MakePlain(sums, 4, 6, 6);
        foreach (Conv2D other in (Conv2D[])[layer with { Window = layer.Window with { Stride = 2 } }, layer with { Window = layer.Window with { Dilation = 2 } }])
        {
            (Operands operands, Tensor<double> truth) = Truth(other, input);

            OutputBound.Of(other, operands, truth, PrecisionClass.Float32.By(sums)).Allowed.Values.Should().Equal(OutputBound.Of(other, operands, truth, PrecisionClass.Float32).Allowed.Values);
        }
    }

    private static (Conv2D Layer, Tensor<float> Input) MakePlain(SumAlgorithm sums, int channels, int height, int width)
    {
        (Layer layer, Tensor<float> input) = Make(NaiveWinograd.Of(sums).Taps == 2 ? WinogradKind.Small : WinogradKind.Plain, WinogradSamples.White, channels, height, width);
        return ((Conv2D)layer, input);
    }

    private static double Back(SumAlgorithm sums, int row, int column, Func<double, double> of, Func<int, int, double> product)
    {
        WinogradTransforms transforms = WinogradTransforms.Of(sums)!;
        double sum = 0;
        for (int j = 0; j < transforms.Samples; j++)
        {
            for (int i = 0; i < transforms.Samples; i++) sum += of(transforms.Output[row, j]) * of(transforms.Output[column, i]) * product(j, i);
        }

        return sum;
    }

    private static double Weight(SumAlgorithm sums, Conv2D layer, int o, int c, int j, int i, Func<double, double> of)
    {
        double[,] filter = WinogradTransforms.Of(sums)!.Filter;
        int taps = filter.GetLength(1);
        double sum = 0;
        for (int tap = 0; tap < taps * taps; tap++) sum += of(filter[j, tap / taps]) * of(filter[i, tap % taps]) * of(layer.Weight[o, c, tap / taps, tap % taps]);
        return sum;
    }

    private static double Sample(SumAlgorithm sums, Conv2D layer, Tensor<float> input, int c, int top, int left, int j, int i, Func<double, double> of)
    {
        WinogradTransforms transforms = WinogradTransforms.Of(sums)!;
        double sum = 0;
        for (int at = 0; at < transforms.Products; at++)
        {
            (int row, int column) = Math.DivRem(at, transforms.Samples);
            int y = top + row - layer.Window.Padding.Top, x = left + column - layer.Window.Padding.Left;
            if (y < 0 || y >= input.Shape.Height || x < 0 || x >= input.Shape.Width) continue;
            sum += of(transforms.Input[j, row]) * of(transforms.Input[i, column]) * of(input[0, c, y, x]);
        }

        return sum;
    }
}
