using RefCnn.Core;

namespace RefCnn.ConformanceTests.Networks;

/// <summary>The eleven classifiers against published figures. docs/networks has their derivations.</summary>
public class ClassifierTests
{
    // Keras and Caffe's model pages print the totals; batch norm adds mean, variance, scale and shift:
    // AlexNet+BN 4 · (96 + 256) = 1,408; NIN+BN 4 · (3 · 96 + 3 · 256 + 3 · 384 + 2 · 1024 + 1000) = 21,024.
    [Theory]
    [InlineData("alexnet", 60_965_224)]
    [InlineData("alexnet-bn", 60_965_224 + 1_408)]
    [InlineData("nin", 7_595_176)]
    [InlineData("nin-bn", 7_595_176 + 21_024)]
    [InlineData("googlenet", 6_998_552)]
    [InlineData("vgg16", 138_357_544)]
    [InlineData("vgg19", 143_667_240)]
    [InlineData("inception-v3", 23_851_784)]
    [InlineData("resnet50", 25_636_712)]
    [InlineData("squeezenet", 1_248_424)]
    [InlineData("mobilenet", 4_253_864)]
    public void Classifier_Parameters_AreThePublished(string name, long parameters) => ZooFacts.Of(name).ParameterCount.Should().Be(parameters);

    // Frozen from the definitions' own sums; AlexNet's was also added up by hand.
    [Theory]
    [InlineData("alexnet", 720_608_384)]
    [InlineData("alexnet-bn", 720_608_384)]
    [InlineData("nin", 1_100_188_800)]
    [InlineData("nin-bn", 1_100_188_800)]
    [InlineData("googlenet", 1_582_671_872)]
    [InlineData("vgg16", 15_470_264_320)]
    [InlineData("vgg19", 19_632_062_464)]
    [InlineData("inception-v3", 5_713_216_096)]
    [InlineData("resnet50", 3_857_973_248)]
    [InlineData("squeezenet", 861_339_936)]
    [InlineData("mobilenet", 568_740_352)]
    public void Classifier_MultiplyAccumulates_AreTheSumOverItsLayers(string name, long multiplyAccumulates) =>
        ZooFacts.Of(name).MultiplyAccumulates.Should().Be(multiplyAccumulates);

    // In thousand millions, with as many digits as their sources print: Howard et al. 2017, tables 8 and 9, for AlexNet and MobileNet; torchvision's table
    // of models for VGG and Inception-v3; Hu et al. 2018, table 2, for ResNet50. The others' sources count other variants.
    [Theory]
    [InlineData("alexnet", 0.72, 2)]
    [InlineData("vgg16", 15.47, 2)]
    [InlineData("vgg19", 19.63, 2)]
    [InlineData("inception-v3", 5.71, 2)]
    [InlineData("resnet50", 3.86, 2)]
    [InlineData("mobilenet", 0.569, 3)]
    public void Classifier_MultiplyAccumulates_RoundToThePublishedFigure(string name, double published, int digits) =>
        Math.Round(ZooFacts.Of(name).MultiplyAccumulates / 1e9, digits).Should().Be(published);

    [Theory]
    [InlineData("alexnet", "conv1", "1×96×54×54")]
    [InlineData("alexnet", "pool1", "1×96×27×27")]
    [InlineData("alexnet", "pool2", "1×256×13×13")]
    [InlineData("alexnet", "pool5", "1×256×6×6")]
    [InlineData("alexnet-bn", "norm2", "1×256×27×27")]
    [InlineData("nin", "pool0", "1×96×27×27")]
    [InlineData("nin", "pool3", "1×384×6×6")]
    [InlineData("nin-bn", "cccp8-1024/bn", "1×1000×6×6")]
    [InlineData("googlenet", "pool1/3x3_s2", "1×64×56×56")]
    [InlineData("googlenet", "inception_3b/output", "1×480×28×28")]
    [InlineData("googlenet", "inception_4e/output", "1×832×14×14")]
    [InlineData("googlenet", "inception_5b/output", "1×1024×7×7")]
    [InlineData("vgg16", "pool5", "1×512×7×7")]
    [InlineData("vgg19", "conv5_4", "1×512×14×14")]
    [InlineData("inception-v3", "maxpool_5a_3x3", "1×192×35×35")]
    [InlineData("inception-v3", "mixed0", "1×256×35×35")]
    [InlineData("inception-v3", "mixed2", "1×288×35×35")]
    [InlineData("inception-v3", "mixed7", "1×768×17×17")]
    [InlineData("inception-v3", "mixed8", "1×1280×8×8")]
    [InlineData("inception-v3", "mixed10", "1×2048×8×8")]
    [InlineData("resnet50", "conv1_conv", "1×64×112×112")]
    [InlineData("resnet50", "conv2_block3_out", "1×256×56×56")]
    [InlineData("resnet50", "conv3_block1_1_conv", "1×128×28×28")]
    [InlineData("resnet50", "conv4_block6_out", "1×1024×14×14")]
    [InlineData("resnet50", "conv5_block3_out", "1×2048×7×7")]
    [InlineData("squeezenet", "conv1", "1×96×111×111")]
    [InlineData("squeezenet", "fire4/concat", "1×256×55×55")]
    [InlineData("squeezenet", "fire8/concat", "1×512×27×27")]
    [InlineData("squeezenet", "conv10", "1×1000×15×15")]
    [InlineData("mobilenet", "conv1", "1×32×112×112")]
    [InlineData("mobilenet", "conv_dw_2", "1×64×56×56")]
    [InlineData("mobilenet", "conv_pw_13", "1×1024×7×7")]
    public void Classifier_CharacteristicLayer_HasThePublishedShape(string name, string node, string shape) =>
        ZooFacts.Of(name).Shapes[node].ToString().Should().Be(shape);

    [Theory]
    [MemberData(nameof(Names))]
    public void Classifier_Outputs_AreLogitsAndSoftmax(string name)
    {
        ZooFacts facts = ZooFacts.Of(name);

        facts.Outputs.Keys.Should().Equal("logits", "softmax");
        facts.Outputs["softmax"].Should().Be("softmax");
        facts.OutputShapes.Should().Equal(new Shape(1, 1000), new Shape(1, 1000));
    }

    public static TheoryData<string> Names =>
        ["alexnet", "alexnet-bn", "nin", "nin-bn", "googlenet", "vgg16", "vgg19", "inception-v3", "resnet50", "squeezenet", "mobilenet"];
}
