using RefCnn.Conformance.Networks;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Networks.Certificates;

public class GroupBoundTests
{
    private static readonly Shape Planes = new(1, 6, 12, 12);

    private static readonly Conv2D Convolution = new(Window2D.Of(3), SeededTensor.FullMantissa("group/weight", new Shape(4, 6, 3, 3), -2));

    private static readonly BatchNorm Norm = new(
        SeededTensor.FullMantissa("group/mean", new Shape(4), -2), SeededTensor.FullMantissa("group/variance", new Shape(4), 0).Map(Math.Abs),
        SeededTensor.FullMantissa("group/scale", new Shape(4), 0), SeededTensor.FullMantissa("group/shift", new Shape(4), -2), 1e-3);

    [Fact]
    public void Extend_NormFoldedIntoFloat32Sums_EnclosesThem()
    {
        Tensor<float> input = SeededTensor.FullMantissa("group/input", Planes, 0);

        GroupValue expected = Extend(Norm, Extend(Convolution, GroupValue.Seen(input.ToDouble())));

        Tensor<float> actual = FoldedSums(input);
        double margin = Enumerable.Range(0, actual.Count).Max(i => Math.Abs(actual[i] - expected.Value[i]) / expected.Allowed![i]);
        margin.Should().BeInRange(1e-3, 1);
    }

    [Fact]
    public void Extend_AnyInputWithinTheBound_StaysWithinTheCarriedBound()
    {
        GroupValue input = new(SeededTensor.FullMantissa("group/x", Planes, 0).ToDouble(), new Tensor<double>(Planes).Map(_ => 0.25), null, 0);
        ulong seed = SplitMix64.SeedOf("group/moves");
        int drawn = 0;
        Tensor<double> moved = input.Value.Map(x => x + (0.5 * (((SplitMix64.Value(seed, (ulong)drawn++) >> 11) * Math.ScaleB(1, -53)) - 0.5)));
        foreach (Layer layer in (Layer[])[new Relu(), new Sigmoid(), new LeakyRelu(0.1f), new Elu(), new Clip(0, 1), new AveragePool2D(Window2D.Of(3)), new MaxPool2D(Window2D.Of(2))])
        {
            GroupValue expected = Extend(layer, input);

            Tensor<double> actual = ReferenceEngine.Compute(layer, ReferenceEngine.OperandsOf(layer, moved));
            Enumerable.Range(0, actual.Count).Where(i => Math.Abs(actual[i] - expected.Value[i]) > expected.Allowed![i]).Should().BeEmpty(layer.Kind);
        }
    }

    [Fact]
    public void Extend_LayerThatIsNotMonotone_CarriesNoBound()
    {
        GroupValue unseen = Extend(Convolution, GroupValue.Seen(SeededTensor.FullMantissa("group/input", Planes, 0).ToDouble()));

        GroupBound.Extend(new LeakyRelu(-0.5f), [unseen], PrecisionClass.Float32, 1, default).Should().BeNull();
    }

    private static GroupValue Extend(Layer layer, GroupValue input) => GroupBound.Extend(layer, [input], PrecisionClass.Float32, 1, default)!;

    // Everything rounded to float32 at every step, as a folding engine does.
    private static Tensor<float> FoldedSums(Tensor<float> input)
    {
        Tensor<float> weight = Convolution.Weight;
        var output = new Tensor<float>(new Shape(1, 4, 10, 10));
        for (int k = 0; k < 4; k++)
        {
            float factor = Norm.Scale![k] / MathF.Sqrt(Norm.Variance[k] + (float)Norm.Epsilon), bias = Norm.Shift![k] - (Norm.Mean[k] * factor);
            for (int y = 0; y < 10; y++)
            {
                for (int x = 0; x < 10; x++)
                {
                    float sum = bias;
                    for (int tap = 0; tap < 54; tap++)
                    {
                        int c = tap / 9, i = tap / 3 % 3, j = tap % 3;
                        float folded = weight[k, c, i, j] * factor;
                        sum += folded * input[0, c, y + i, x + j];
                    }

                    output[0, k, y, x] = sum;
                }
            }
        }

        return output;
    }
}
