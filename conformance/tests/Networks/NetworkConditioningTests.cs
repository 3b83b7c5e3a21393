using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Networks;

public class NetworkConditioningTests
{
    // The three that the reference runs within seconds; docs/networks/conditioning.md has the figures of all.
    [Theory]
    [InlineData("alexnet")]
    [InlineData("squeezenet")]
    [InlineData("mobilenet")]
    public void Measure_SeededClassifier_IsWellConditioned(string name)
    {
        Network network = Zoo.Find(name).Build();

        NetworkConditioning measured = NetworkConditioning.Measure(new ReferenceBackend(), network, SeededInputs.Of(network));

        measured.TopMargin.Should().NotBeNull();
        measured.Faults.Should().BeEmpty();
    }

    [Fact]
    public void LayerScale_OneChannelOfTwoIsZero_IsCountedAsDead()
    {
        var node = new Node("relu", new Relu(), [0]);
        var values = new Tensor<double>(new Shape(1, 2, 1, 2), [0, 2, 0, 0]);

        LayerScale.Of(node, values).Should().Be(new LayerScale("relu", "relu", 1, 0.75, 0.5));
    }

    [Fact]
    public void Faults_ScaleMarginAndCertainty_AreNamed()
    {
        var measured = new NetworkConditioning("poor", [new LayerScale("conv", "conv2d", 0.01, 0, 0.75)], 0.99, 0.001);

        measured.Faults.Should().HaveCount(4);
        measured.Faults[0].Should().Be("node 'conv' of 'poor': root mean square is 0.01; expected 0.1 to 10");
    }

    [Fact]
    public void Faults_NotANumber_IsAFault()
    {
        var measured = new NetworkConditioning("poor", [new LayerScale("conv", "conv2d", double.NaN, 0, 0)], double.NaN, double.NaN);

        measured.Faults.Should().HaveCount(3);
    }
}
