using RefCnn.Conformance.Networks.Noise;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Networks;

/// <summary>An instance norm's own roundings, worked by hand and against float32 engines.</summary>
public class InstanceNormNoiseTests
{
    private const double Unit = 1.0 / (1 << 24);

    [Fact]
    public void OwnNoise_OfTwoSamples_IsAsWorkedByHand()
    {
        // m = 2, d = ∓1, v = κ = 1, √(v + ε) = 2, slope 1, y = 0 and 2. Of the mean 2·4/3 + 5/6 + 4 = 7.5; of the root (2/3 + 1/6 + 5/2 + 1)/64 + 5/4 = 253/192;
        // folded 2 + x² + 4 + 1 = 8 and 16, of the sum 0 and 4.
        Tensor<double> own = Own(new InstanceNorm(Single(2), Single(1), 3), new Tensor<double>(new Shape(1, 1, 1, 2), [1, 3]));

        own[0].Should().BeApproximately((7.5 + (253 / 192.0) + 8) / 3, 1e-14);
        own[1].Should().BeApproximately((7.5 + (253 / 192.0) + 16 + 4) / 3, 1e-14);
    }

    [Fact]
    public void OwnNoise_OfAConstantPlane_IsFinite() =>
        Own(new InstanceNorm(), new Tensor<double>(new Shape(1, 1, 2, 2), [3, 3, 3, 3])).Values.Should().OnlyContain(variance => double.IsFinite(variance) && variance > 0);

    // All outputs of a channel share the mean's error, so that one channel shows one number of it: 64 channels show its size.
    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(0.5, false)]
    [InlineData(0.5, true)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public void Float32Engine_IsWithinTheVariance(double mean, bool folded)
    {
        Tensor<float> input = SeededTensor.FullMantissa("instance-norm-noise", new Shape(1, 64, 40, 50), 0).Map(x => (float)(x + mean));
        var norm = new InstanceNorm(SeededTensor.FullMantissa("instance-norm-noise/scale", new Shape(64), 0), SeededTensor.FullMantissa("instance-norm-noise/shift", new Shape(64), 0));
        Operands operands = ReferenceEngine.OperandsOf(norm, input.ToDouble());
        Tensor<double> truth = ReferenceEngine.Compute(norm, operands), own = Own(norm, operands.Input);
        Tensor<float> actual = Run(norm, input, folded);

        double squares = 0;
        for (int i = 0; i < truth.Count; i++) squares += Math.Pow((actual[i] - truth[i]) / Unit, 2) / own[i];

        Math.Sqrt(squares / truth.Count).Should().BeInRange(0.2, 1);
    }

    private static Tensor<double> Own(InstanceNorm norm, Tensor<double> input)
    {
        Operands operands = ReferenceEngine.OperandsOf(norm, input);
        return NoisePropagation.Of(new Node("norm", norm, [0]), operands, ReferenceEngine.Compute(norm, operands), [null])!;
    }

    // Two passes, one sample after the other.
    private static Tensor<float> Run(InstanceNorm norm, Tensor<float> input, bool folded)
    {
        var output = new Tensor<float>(input.Shape);
        int samples = input.Shape.CountBetween(2, 4);
        for (int c = 0; c < input.Shape.Channels; c++)
        {
            ReadOnlySpan<float> x = input.Span.Slice(c * samples, samples);
            float sum = 0, squares = 0;
            foreach (float value in x) sum += value;
            float mean = sum / samples;
            foreach (float value in x)
            {
                float difference = value - mean, square = difference * difference;
                squares += square;
            }

            float variance = squares / samples, deviation = MathF.Sqrt(variance + (float)norm.Epsilon), slope = norm.Scale![c] / deviation, moved = slope * mean, offset = norm.Shift![c] - moved;
            for (int i = 0; i < samples; i++)
            {
                float straight = slope * x[i], difference = x[i] - mean, quotient = difference / deviation, scaled = norm.Scale[c] * quotient;
                output[(c * samples) + i] = folded ? straight + offset : scaled + norm.Shift[c];
            }
        }

        return output;
    }

    private static Tensor<float> Single(float value) => new(new Shape(1), [value]);
}
