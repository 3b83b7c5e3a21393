using RefCnn.Core;
using RefCnn.Networks;

namespace RefCnn.ConformanceTests.Networks;

/// <summary>The published figures of the networks from picture to picture. docs/networks has their derivations.</summary>
public class TransformNetworkTests
{
    // Convolutions of the full form, without biases but the last: 7,776 + 18,432 + 73,728 + 10 · 147,456 + 73,728 + 18,432 + (7,776 + 3) = 1,674,435.
    // Normalised channels: 32 + 64 + 128 + 10 · 128 + 64 + 32 = 1,600, each with a scale and a shift; batch norm adds a mean and a variance.
    // Reduced: 1,200 + 8,192 + 32,768 + 131,072 + 1,474,560 + 131,072 + 32,768 + 8,192 + (1,200 + 3) = 1,821,027, and 1,632 channels.
    // Multi-style: the full form and its 1×1 blend, 144 · 128 = 18,432, with 128 channels more.
    // pix2pix: PyTorch's published count of what is trained is 54,413,955 (printed as 54.414 M); the statistics of 4,928 channels come on top.
    // CycleGAN: PyTorch prints 11.378 M for biases and no affine norm; scale and shift in their place give 11,383,427.
    // Text eraser: 2,755,584 + 3,414,016 + 3 and 1,408 channels; docs/networks/text-eraser.md adds them up.
    [Theory]
    [InlineData("conv-deconv-in", 1_674_435 + (2 * 1_600))]
    [InlineData("conv-deconv-bn", 1_674_435 + (4 * 1_600))]
    [InlineData("conv-deconv-reduced-in", 1_821_027 + (2 * 1_632))]
    [InlineData("conv-deconv-reduced-bn", 1_821_027 + (4 * 1_632))]
    [InlineData("multi-style", 1_674_435 + 18_432 + (4 * 1_728))]
    [InlineData("pix2pix", 54_413_955 + (2 * 4_928))]
    [InlineData("cyclegan", 11_383_427)]
    [InlineData("text-eraser", 6_169_603 + (4 * 1_408))]
    public void Network_Parameters_AreThePublished(string name, long parameters) => Zoo.Find(name).Build().ParameterCount.Should().Be(parameters);

    // The paper's table gives 44.3 and 11.6 thousand million for the two forms; CycleGAN's resnet-9 has 49.6, pix2pix's U-Net 6.05 (12.1 counted as two operations).
    [Theory]
    [InlineData("conv-deconv-in", 44_266_659_840)]
    [InlineData("conv-deconv-bn", 44_266_659_840)]
    [InlineData("conv-deconv-reduced-in", 11_590_041_600)]
    [InlineData("conv-deconv-reduced-bn", 11_590_041_600)]
    [InlineData("multi-style", 44_266_659_840 + (140L * 180 * 144 * 128))]
    [InlineData("pix2pix", 6_048_186_368)]
    [InlineData("cyclegan", 49_551_507_456)]
    [InlineData("text-eraser", 4_445_962_240)]
    public void Network_MultiplyAccumulates_AreThePublished(string name, long multiplyAccumulates)
    {
        Network network = Zoo.Find(name).Build();

        Enumerable.Range(0, network.Nodes.Length).Sum(index => network.Nodes[index].Layer.MultiplyAccumulates(network.InputShapes(index)))
            .Should().Be(multiplyAccumulates);
    }

    [Theory]
    [InlineData("conv-deconv-bn", "pad", "1×3×560×720")]
    [InlineData("conv-deconv-bn", "conv3", "1×128×140×180")]
    [InlineData("conv-deconv-bn", "residual1/crop", "1×128×136×176")]
    [InlineData("conv-deconv-bn", "residual5/add", "1×128×120×160")]
    [InlineData("conv-deconv-bn", "deconv2", "1×32×480×640")]
    [InlineData("conv-deconv-bn", "picture", "1×3×480×640")]
    [InlineData("conv-deconv-reduced-in", "conv4", "1×128×60×80")]
    [InlineData("conv-deconv-reduced-in", "residual5/add", "1×128×60×80")]
    [InlineData("conv-deconv-reduced-in", "picture", "1×3×480×640")]
    [InlineData("multi-style", "style/concat", "1×144×140×180")]
    [InlineData("multi-style", "picture", "1×3×480×640")]
    [InlineData("pix2pix", "down8", "1×512×1×1")]
    [InlineData("pix2pix", "up8/concat", "1×1024×2×2")]
    [InlineData("pix2pix", "up2/concat", "1×128×128×128")]
    [InlineData("pix2pix", "picture", "1×3×256×256")]
    [InlineData("cyclegan", "conv1/pad", "1×3×262×262")]
    [InlineData("cyclegan", "residual9/add", "1×256×64×64")]
    [InlineData("cyclegan", "picture", "1×3×256×256")]
    [InlineData("text-eraser", "down4/relu", "1×512×16×16")]
    [InlineData("text-eraser", "up2/concat", "1×128×128×128")]
    [InlineData("text-eraser", "picture", "1×3×256×256")]
    public void Network_Node_HasTheShape(string name, string node, string shape)
    {
        Network network = Zoo.Find(name).Build();

        network.Shapes[network.IndexOf(node)].ToString().Should().Be(shape);
    }
}
