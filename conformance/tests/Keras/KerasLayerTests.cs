using System.Globalization;
using RefCnn.Core;
using RefCnn.Formats;

namespace RefCnn.ConformanceTests.Keras;

public class KerasLayerTests : KerasTest
{
    [Theory]
    [InlineData("Activation", "'activation': 'relu'", "0 3")]
    [InlineData("Activation", "'activation': 'relu6'", "0 3")]
    [InlineData("Activation", "'activation': 'linear'", "-2 3")]
    [InlineData("Activation", "'activation': 'hard_sigmoid'", "0.1 1")]
    [InlineData("Activation", "'activation': 'softsign'", "-0.666667 0.75")]
    [InlineData("Activation", "'activation': 'swish'", "-0.238406 2.857722")]
    [InlineData("Activation", "'activation': 'selu'", "-1.520166 3.152103")]
    [InlineData("Activation", "'activation': 'leaky_relu'", "-0.4 3")]
    [InlineData("Activation", "'activation': 'elu'", "-0.864665 3")]
    [InlineData("Activation", "'activation': 'sigmoid'", "0.119203 0.952574")]
    [InlineData("Activation", "'activation': 'hard_silu'", "-0.333333 3")]
    [InlineData("Activation", "'activation': 'tanh'", "-0.964028 0.995055")]
    [InlineData("Activation", "'activation': 'softplus'", "0.126928 3.048587")]
    [InlineData("Activation", "'activation': 'exponential'", "0.135335 20.085537")]
    [InlineData("Activation", "'activation': 'mish'", "-0.252501 2.986535")]
    [InlineData("Activation", "'activation': 'log_softmax'", "-5.006715 -0.006715")]
    [InlineData("ReLU", "'max_value': 2.0, 'negative_slope': 0.5, 'threshold': 0.0", "-1 2")]
    [InlineData("ReLU", "'max_value': null", "0 3")]
    [InlineData("LeakyReLU", "", "-0.6 3")]
    [InlineData("LeakyReLU", "'alpha': 0.5", "-1 3")]
    [InlineData("LeakyReLU", "'negative_slope': 0.25", "-0.5 3")]
    [InlineData("ELU", "'alpha': 1.0", "-0.864665 3")]
    [InlineData("Softmax", "'axis': -1", "0.006693 0.993307")]
    [InlineData("Rescaling", "'scale': 0.5, 'offset': 1.0", "0 2.5")]
    [InlineData("Dropout", "'rate': 0.5", "-2 3")]
    [InlineData("Reshape", "'target_shape': [1, -1]", "-2 3")]
    public void Import_LayerWithoutWeights_Computes(string type, string config, string expected)
    {
        Tensor<double> actual = Run(new KerasSketch(), KerasSketch.Sequential([2], (type, config)), -2, 3);

        actual.Values.Zip(Numbers(expected)).Should().HaveCount(2).And.AllSatisfy(pair => pair.First.Should().BeApproximately(pair.Second, 1e-5));
    }

    [Fact]
    public void Import_Convolution_KeepsChannelsLastAndPadsTheEnd()
    {
        KerasSketch sketch = new KerasSketch().Weight("y", "kernel:0", [1, 2, 2, 1], 1, 10, 100, 1000).Weight("y", "bias:0", [1], 0.5f);

        Tensor<double> actual = Run(sketch, KerasSketch.Sequential([1, 2, 2], ("Conv2D", "'padding': 'same', 'strides': [1, 1]")), 1, 2, 3, 4);

        actual.Shape.Should().Be(new Shape(1, 1, 2, 1));
        actual.Values.Should().Equal(4321.5, 43.5);
    }

    [Fact]
    public void Import_ConvolutionOfChannelsFirst_KeepsThemFirst()
    {
        KerasSketch sketch = new KerasSketch().Weight("y", "kernel:0", [1, 1, 2, 1], 1, 10);

        Network network = Import(sketch, KerasSketch.Sequential([2, 1, 3], ("Conv2D", "'data_format': 'channels_first', 'use_bias': false"))).Network;

        network.Shapes.Select(shape => shape.ToString()).Should().Equal("1×2×1×3", "1×1×1×3");
    }

    [Theory]
    [InlineData("depthwise_kernel:0")]
    [InlineData("kernel")]
    public void Import_DepthwiseConvolution_OrdersOutputsByChannelThenMultiplier(string name)
    {
        KerasSketch sketch = new KerasSketch().Weight("y", name, [1, 1, 2, 2], 1, 2, 3, 4);

        Run(sketch, KerasSketch.Sequential([1, 1, 2], ("DepthwiseConv2D", "'use_bias': false")), 1, 10).Values.Should().Equal(1, 2, 30, 40);
    }

    [Fact]
    public void Import_SeparableConvolution_AddsItsBiasLast()
    {
        KerasSketch sketch = new KerasSketch().Weight("y", "depthwise_kernel:0", [1, 1, 2, 1], 2, 3).Weight("y", "pointwise_kernel:0", [1, 1, 2, 1], 1, 10).Weight("y", "bias:0", [1], 5);

        Run(sketch, KerasSketch.Sequential([1, 1, 2], ("SeparableConv2D", "'activation': 'relu'")), 1, 1).Values.Should().Equal(37);
    }

    [Theory]
    [InlineData("'padding': 'valid', 'strides': [1, 2]", "1 2 13 20 30")]
    [InlineData("'padding': 'same', 'strides': [1, 2]", "1 2 13 20")]
    [InlineData("'padding': 'valid', 'strides': [1, 4]", "1 2 3 0 10 20 30 0")]
    [InlineData("'padding': 'valid', 'strides': [1, 2], 'output_padding': [0, 1]", "1 2 13 20 30 0")]
    public void Import_TransposedConvolution_HasKerasExtents(string config, string expected)
    {
        KerasSketch sketch = new KerasSketch().Weight("y", "kernel:0", [1, 3, 1, 1], 1, 2, 3);

        Run(sketch, KerasSketch.Sequential([1, 2, 1], ("Conv2DTranspose", $"'use_bias': false, {config}")), 1, 10).Values.Should().Equal(Numbers(expected));
    }

    [Fact]
    public void Import_DenseAfterFlatten_ReadsHeightWidthChannels()
    {
        KerasSketch sketch = new KerasSketch().Weight("layer2", "kernel:0", [4, 1], 1, 10, 100, 1000).Weight("layer2", "bias:0", [1], 0);

        Run(sketch, KerasSketch.Sequential([1, 2, 2], ("MaxPooling2D", "'pool_size': [1, 1]"), ("Flatten", ""), ("Dense", "")), 1, 2, 3, 4).Values.Should().Equal(4321);
    }

    [Theory]
    [InlineData("MaxPooling2D", "'pool_size': [1, 2]", "2")]
    [InlineData("MaxPooling2D", "'pool_size': [1, 2], 'padding': 'same'", "2 3")]
    [InlineData("AveragePooling2D", "'pool_size': [1, 2], 'strides': [1, 1], 'padding': 'same'", "1.5 2.5 3")]
    [InlineData("GlobalAveragePooling2D", "", "2")]
    [InlineData("GlobalMaxPooling2D", "'keepdims': true", "3")]
    [InlineData("ZeroPadding2D", "'padding': [[0, 0], [1, 2]]", "0 1 2 3 0 0")]
    [InlineData("Cropping2D", "'cropping': [0, 1]", "2")]
    [InlineData("UpSampling2D", "'size': [1, 2]", "1 1 2 2 3 3")]
    [InlineData("UpSampling2D", "'size': [1, 2], 'interpolation': 'bilinear'", "1 1.25 1.75 2.25 2.75 3")]
    public void Import_LayerOfPictures_Computes(string type, string config, string expected) =>
        Run(new KerasSketch(), KerasSketch.Sequential([1, 3, 1], (type, config)), 1, 2, 3).Values.Should().Equal(Numbers(expected));

    [Theory]
    [InlineData("'epsilon': 0.0", "3 5")]
    [InlineData("'epsilon': 0.0, 'scale': false", "2 3")]
    [InlineData("'epsilon': 0.0, 'center': false, 'axis': [3]", "2 4")]
    public void Import_BatchNormalization_MayLackScaleOrShift(string config, string expected)
    {
        KerasSketch sketch = new KerasSketch()
            .Weight("y", "gamma:0", [2], 2, 2).Weight("y", "beta:0", [2], 1, 1).Weight("y", "moving_mean:0", [2], 1, 2).Weight("y", "moving_variance:0", [2], 4, 1);

        Run(sketch, KerasSketch.Sequential([1, 1, 2], ("BatchNormalization", config)), 3, 4).Values.Should().Equal(Numbers(expected));
    }

    [Fact]
    public void Import_LayerNormalization_NormalisesTheLastAxis()
    {
        KerasSketch sketch = new KerasSketch().Weight("y", "gamma:0", [2], 2, 2).Weight("y", "beta:0", [2], 1, 1);

        Run(sketch, KerasSketch.Sequential([2], ("LayerNormalization", "'epsilon': 0.0, 'axis': [1]")), 3, 5).Values.Should().Equal(-1, 3);
    }

    [Fact]
    public void Import_Normalization_UsesItsStatistics()
    {
        KerasSketch sketch = new KerasSketch().Weight("y", "mean:0", [2], 1, 2).Weight("y", "variance:0", [2], 4, 16);

        Run(sketch, KerasSketch.Sequential([2], ("Normalization", "")), 3, 6).Values.Should().Equal(1, 1);
    }

    [Fact]
    public void Import_PReluBehindAPicture_OrdersItsSlopes()
    {
        KerasSketch sketch = new KerasSketch().Weight("layer1", "alpha:0", [1, 2, 2], 1, 2, 3, 4);

        Run(sketch, KerasSketch.Sequential([1, 2, 2], ("MaxPooling2D", "'pool_size': 1"), ("PReLU", "")), -1, -1, -1, -1).Values.Should().Equal(-1, -2, -3, -4);
    }

    [Fact]
    public void Import_SoftmaxBehindAPicture_RunsAlongTheChannels() =>
        Run(new KerasSketch(), KerasSketch.Sequential([1, 1, 2], ("MaxPooling2D", "'pool_size': 1"), ("Activation", "'activation': 'softmax'")), 0, 0).Values.Should().Equal(0.5, 0.5);

    [Fact]
    public void Import_Permute_CountsAxesFromOne() =>
        Run(new KerasSketch(), KerasSketch.Sequential([2, 2], ("Permute", "'dims': [2, 1]")), 1, 2, 3, 4).Values.Should().Equal(1, 3, 2, 4);

    [Theory]
    [InlineData("Lambda", "", "layer 'y' (Lambda): holds Python code, which is not run*")]
    [InlineData("LSTM", "", "layer 'y' (LSTM): the layer is not supported; supported are Activation, *")]
    [InlineData("Conv2D", "", "layer 'y' (Conv2D): has no weight 'kernel' in the file; it has none")]
    [InlineData("Activation", "'activation': 'gelu'", "layer 'y' (Activation): has the activation 'gelu'; expected one of*")]
    [InlineData("Activation", "'activation': {'class_name': 'ReLU'}", "layer 'y' (Activation): has an activation that is a layer or a function of its own; expected a name")]
    [InlineData("UpSampling2D", "'interpolation': 'bicubic'", "layer 'y' (UpSampling2D): 'interpolation' is 'bicubic'; expected nearest or bilinear")]
    [InlineData("ZeroPadding2D", "'padding': [1, 2, 3]", "layer 'y' (ZeroPadding2D): 'padding' is *; expected one number, two, or two pairs")]
    [InlineData("MaxPooling2D", "'pool_size': [1, 2, 3]", "layer 'y' (MaxPooling2D): 'pool_size' has 3 numbers; expected 1 or 2")]
    [InlineData("MaxPooling2D", "'padding': 'full'", "layer 'y' (MaxPooling2D): 'padding' is 'full'; expected same or valid")]
    [InlineData("MaxPooling2D", "'pool_size': [9, 9]", "layer 'y' (MaxPooling2D): *max-pool2d C3*")]
    [InlineData("MaxPooling2D", "'pool_size': 'two'", "layer 'y' (MaxPooling2D): 'pool_size' is \"two\"; expected whole numbers")]
    [InlineData("ReLU", "'threshold': 1.0", "layer 'y' (ReLU): has a threshold of 1; expected 0*")]
    [InlineData("Reshape", "'target_shape': [3, -1]", "layer 'y' (Reshape): 8 values do not divide by 3")]
    public void Import_LayerThatCannotBe_IsRefusedInOneLine(string type, string config, string reason) => FluentActions
        .Invoking(() => Import(new KerasSketch(), KerasSketch.Sequential([2, 2, 2], (type, config))))
        .Should().Throw<ModelFormatException>().WithMessage($"*m.h5: {reason}").Which.Message.Should().NotContain("\n");

    [Theory]
    [InlineData("Minimum", "-2 -3")]
    [InlineData("Maximum", "2 3")]
    [InlineData("Subtract", "-4 6")]
    [InlineData("Average", "0 0")]
    public void Import_MergeOfTwo_Combines(string type, string expected)
    {
        string Layer(string kind, string name, string config, string reads) => $"{{'class_name': '{kind}', 'name': '{name}', 'config': {{'name': '{name}', {config}}}, 'inbound_nodes': [{reads}]}}";
        string layers = string.Join(", ",
            Layer("InputLayer", "x", "'batch_input_shape': [null, 2]", ""),
            Layer("Rescaling", "negated", "'scale': -1.0, 'offset': 0.0", "[['x', 0, 0, {}]]"),
            Layer(type, "y", "'trainable': true", "[['x', 0, 0, {}], ['negated', 0, 0, {}]]"));

        Run(new KerasSketch(), $"{{'class_name': 'Model', 'config': {{'name': 'm', 'layers': [{layers}], 'input_layers': [['x', 0, 0]], 'output_layers': [['y', 0, 0]]}}}}", -2, 3).Values.Should().Equal(Numbers(expected));
    }

    private static double[] Numbers(string text) => [.. text.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
}
