using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks;

namespace RefCnn.ConformanceTests.Networks;

public class CalorieNetworkTests
{
    private static readonly Lazy<Network> Calorie = new(() => Zoo.Find("calorie").Build());

    // Keras's Inception-v3 without its top has 21,802,784; the heads add 15 · (2048 + 1) and 2048 + 1.
    [Fact]
    public void Calorie_Parameters_AreTheBodysAndTheHeads() => Calorie.Value.ParameterCount.Should().Be(21_802_784 + (16 * 2049));

    [Theory]
    [InlineData("category-logits", "1×15")]
    [InlineData("category", "1×15")]
    [InlineData("calories", "1×1")]
    public void Calorie_Output_HasTheShape(string name, string shape) =>
        Calorie.Value.Shapes[Calorie.Value.Outputs.Single(output => output.Name == name).Node].ToString().Should().Be(shape);

    [Fact]
    public void Calorie_BothHeads_ReadTheSameFeatures()
    {
        Node[] heads = [.. Calorie.Value.Nodes.Where(node => node.Layer is Dense)];

        heads.Should().HaveCount(2);
        heads[0].Inputs.Should().Equal(heads[1].Inputs);
    }
}
