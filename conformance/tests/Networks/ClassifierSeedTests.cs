using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks;

namespace RefCnn.ConformanceTests.Networks;

/// <summary>Seeds are frozen: the values were made in Python from docs/networks/seeding.md, without this code.</summary>
public class ClassifierSeedTests
{
    [Theory]
    [InlineData("alexnet", "conv2/weight", 0.013671875f, -0.05810546875f, 0.0428466796875f)]
    [InlineData("alexnet", "fc8/weight", -0.0155029296875f, -0.009429931640625f, -0.006866455078125f)]
    [InlineData("alexnet-bn", "norm1/scale", 1.158203125f, 0.94140625f, 0.759765625f)]
    [InlineData("nin", "cccp8-1024/weight", -0.1123046875f, 0.12841796875f, 0.107666015625f)]
    [InlineData("nin-bn", "cccp8-1024/weight", -0.01593017578125f, 0.00848388671875f, 0.0145263671875f)]
    [InlineData("nin-bn", "conv1/bn/mean", -0.10546875f, -0.27001953125f, 0.2373046875f)]
    [InlineData("googlenet", "inception_3a/pool_proj/weight", -0.0543212890625f, -0.083740234375f, -0.060791015625f)]
    [InlineData("googlenet", "loss3/classifier/weight", -0.0023193359375f, 0.0103759765625f, 0.0272216796875f)]
    [InlineData("vgg16", "fc6/weight", 0.0027923583984375f, -0.013153076171875f, -0.006561279296875f)]
    [InlineData("vgg16", "conv1_1/bias", 0.110107421875f, 0.112548828125f, -0.09033203125f)]
    [InlineData("vgg19", "fc8/weight", -0.003692626953125f, -0.018798828125f, -0.007232666015625f)]
    [InlineData("inception-v3", "mixed4/branch7x7_2/conv/weight", -0.057861328125f, -0.0367431640625f, 0.0179443359375f)]
    [InlineData("inception-v3", "mixed4/branch7x7_2/bn/variance", 1.203125f, 0.87890625f, 1.373046875f)]
    [InlineData("resnet50", "conv2_block1_3_conv/weight", -0.10302734375f, -0.134765625f, 0.1669921875f)]
    [InlineData("resnet50", "conv2_block1_3_bn/scale", 0.54296875f, 0.45703125f, 0.58984375f)]
    [InlineData("squeezenet", "fire9/expand3x3/weight", 0.0579833984375f, 0.04443359375f, 0.008544921875f)]
    [InlineData("mobilenet", "conv_dw_1/weight", 0.5888671875f, -0.2548828125f, 0.2216796875f)]
    [InlineData("mobilenet", "conv_dw_1_bn/shift", -0.2958984375f, -0.30859375f, 0.302734375f)]
    [InlineData("alexnet", "image", 0.146484375f, 0.521484375f, 0.46875f)]
    [InlineData("alexnet-bn", "image", 0.03125f, 1.3125f, 0.642578125f)]
    [InlineData("nin", "image", -1.4453125f, -0.59765625f, -0.787109375f)]
    [InlineData("nin-bn", "image", 0.427734375f, 1.66796875f, -0.279296875f)]
    [InlineData("googlenet", "image", 0.13671875f, 0.64453125f, -0.146484375f)]
    [InlineData("vgg16", "image", 0.138671875f, -0.21484375f, 0.724609375f)]
    [InlineData("vgg19", "image", 0.330078125f, -0.646484375f, 1.623046875f)]
    [InlineData("inception-v3", "image", -1.603515625f, 1.203125f, 1.216796875f)]
    [InlineData("resnet50", "image", -1.033203125f, -0.02734375f, -0.6953125f)]
    [InlineData("squeezenet", "image", -0.72265625f, 0.83203125f, -0.7890625f)]
    [InlineData("mobilenet", "image", -0.693359375f, -0.33984375f, -0.791015625f)]
    public void Seed_FirstValues_AreFrozen(string name, string tensor, float first, float second, float third) =>
        ZooFacts.Of(name).FirstValues[tensor].Should().Equal(first, second, third);

    [Theory]
    [MemberData(nameof(ClassifierTests.Names), MemberType = typeof(ClassifierTests))]
    public void Seed_EveryTensor_IsExactInHalfPrecision(string name) => ZooFacts.Of(name).IsExactInHalf.Should().BeTrue();

    [Fact]
    public void Centred_PowerOfTwoReach_TakesTheSmallerExponent()
    {
        // The reach, deviation · √3, comes out as 1 exactly: limit 1024 and exponent −10, not 512 and −9.
        Tensor<float> tensor = new SeededParameters("seeds").Centred("edge", new Shape(4096), 1 / Math.Sqrt(3));

        tensor.Values.Should().Contain(value => value * 1024 % 2 != 0).And.OnlyContain(value => Math.Abs(value) <= 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(1e6)]
    public void Centred_DeviationThatFloat16CannotHold_IsRefused(double deviation)
    {
        Action make = () => new SeededParameters("seeds").Centred("weight", new Shape(3), deviation);

        make.Should().Throw<RefCnnException>().WithMessage("seeded tensor 'seeds/weight': deviation is *; expected *");
    }

    [Fact]
    public void Inputs_OfANetworkWithTwo_AreSeededByTheirNames()
    {
        var builder = new NetworkBuilder("pair");
        int left = builder.Input("left", new Shape(1, 8)), right = builder.Input("right", new Shape(1, 8));
        builder.Output("both", builder.Add("both", new Concat(), left, right));

        IReadOnlyDictionary<string, Tensor<float>> inputs = SeededInputs.Of(builder.Build());

        inputs.Keys.Should().Equal("left", "right");
        inputs["left"].Values.Should().Equal(SeededTensor.Integers("pair/left", new Shape(1, 8), 887, -9).Values);
        inputs["right"].Values.Should().NotEqual(inputs["left"].Values);
    }
}
