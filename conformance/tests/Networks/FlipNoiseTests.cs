using RefCnn.Conformance.Networks;
using RefCnn.Conformance.Networks.Noise;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Networks;

/// <summary>Activations that noise may carry over a kink, worked by hand. 28 σ are 1.67·10⁻⁶ where σ is a float32 rounding of 1.</summary>
public class FlipNoiseTests
{
    private const double Reach = 28;

    [Fact]
    public void Relu_CountsBothSidesOfZero_AndAddsHalfTheVarianceOfThoseBelow() =>
        Flips(new Relu(), 1e-6, -1e-6, 2e-6, -2e-6, 1, -1).Should().Be(new Flips(2, 0.5 / (3 + 0.5)));

    [Fact]
    public void LeakyRelu_AddsWhatTheSteeperSlopeAdds() =>
        Flips(new LeakyRelu(0.5f), 1e-6, -1e-6, 2e-6, -2e-6, 1, -1).Should().Be(new Flips(2, 0.375 / (3.75 + 0.375)));

    [Fact]
    public void Clip_HasTwoKinks() =>
        Flips(new Clip(0, 6), 6 + 1e-6, 6 - 1e-6, -1e-6, 3).Should().Be(new Flips(3, 1.0 / (2 + 1)));

    [Fact]
    public void Relu_OfExactNumbers_HasNoFlips() =>
        FlipNoise.Of(new Relu(), new Tensor<double>(new Shape(2), [0, 1e-9]), null, Reach).Should().Be(new Flips(0, 0));

    [Fact]
    public void Relu_OfAZeroWithoutNoise_HasNoFlip() =>
        FlipNoise.Of(new Relu(), new Tensor<double>(new Shape(2), [0, 0]), new Tensor<double>(new Shape(2), [0, 1]), Reach)!.Value.Count.Should().Be(1);

    [Fact]
    public void Tanh_HasNoKinks() =>
        FlipNoise.Of(new Tanh(), new Tensor<double>(new Shape(1), [0]), null, Reach).Should().BeNull();

    [Fact]
    public void Share_IsAtLeastWhatDisturbancesShow()
    {
        // Evenly about zero, as far as three σ. To first order the thousand above have a variance of 1, and those below none.
        var input = new Tensor<double>(new Shape(2000), [.. Enumerable.Range(0, 2000).Select(i => (i - 999.5) / 1000 * 3 * PrecisionClass.Float32.Unit)]);
        double share = FlipNoise.Of(new Relu(), input, input.Map(_ => 1.0), Reach)!.Value.Share;

        double below = input.Values.Where(x => x < 0).Sum(x => Math.Pow(Math.Max(0, (x / PrecisionClass.Float32.Unit) + 1), 2) / 2);

        below.Should().BeApproximately(1000 / 18.0, 0.1, "one in three is within an error of 1, and half of these go up, by a square of 1/3 in the mean");
        (below / (1000 + below)).Should().BeLessThan(share);
    }

    private static Flips? Flips(Layer layer, params double[] activations)
    {
        var input = new Tensor<double>(new Shape(activations.Length), activations);
        return FlipNoise.Of(layer, input, input.Map(_ => 1.0), Reach);
    }
}
