using RefCnn.CoreML.Schema;
using Operation = RefCnn.CoreML.Schema.UnaryFunctionLayerParams.Types.Operation;
using OrganizationType = RefCnn.CoreML.Schema.ReorganizeDataLayerParams.Types.ReorganizationType;

namespace RefCnn.ConformanceTests.CoreMl;

/// <summary>What published models of other tools are made of: a pose estimator, a picture up-scaler, a style transfer. Every number is worked by hand or is Apple's own.</summary>
public class ThirdPartyTrapTests
{
    [Fact]
    public void ReluSix_OfFourLayers_EndsAtSix()
    {
        CoreMlSketch sketch = Chain(
            new NeuralNetworkLayer { Activation = new ActivationParams { ReLU = new ActivationReLU() } },
            Negated(),
            new NeuralNetworkLayer { Unary = new UnaryFunctionLayerParams { Type = Operation.Threshold, Alpha = -6 } },
            Negated());

        sketch.Run(-1, 5, 7).Values.Should().Equal(0, 5, 6);
    }

    [Fact]
    public void Deconvolution_OfAnUpscaler_DropsThreeSamplesAtBothEnds()
    {
        var stored = new ConvolutionLayerParams
        {
            OutputChannels = 1,
            KernelChannels = 1,
            KernelSize = { 1, 4 },
            Stride = { 1, 2 },
            IsDeconvolution = true,
            Weights = CoreMlSketch.Floats(1, 2, 3, 4),
            Valid = new ValidPadding { PaddingAmounts = new BorderAmounts { BorderAmounts_ = { Edges(0), Edges(3) } } },
        };

        // In full: 1, 2, 3 + 1, 4 + 2, 3 + 1, 4 + 2, 3, 4.
        CoreMlSketch.Of(new NeuralNetworkLayer { Convolution = stored }, 1, 1, 3).Run(1, 1, 1).Values.Should().Equal(6, 4);
    }

    [Fact]
    public void Batchnorm_OfEachInstance_DividesByTheNumberOfSamples()
    {
        var stored = new BatchnormLayerParams
        {
            Channels = 1,
            ComputeMeanVar = true,
            InstanceNormalization = true,
            Epsilon = 3,
            Gamma = CoreMlSketch.Floats(2),
            Beta = CoreMlSketch.Floats(10),
        };

        // Mean 1 and variance 1: (x − 1) / √(1 + 3) · 2 + 10.
        CoreMlSketch.Of(new NeuralNetworkLayer { Batchnorm = stored }, 1, 1, 2).Run(0, 2).Values.Should().Equal(9, 11);
    }

    [Fact]
    public void Upsample_Bilinear_StartsAtTheFirstSampleAndRepeatsTheLast()
    {
        var stored = new UpsampleLayerParams { ScalingFactor = { 1, 3 }, Mode = UpsampleLayerParams.Types.InterpolationMode.Bilinear };

        double[] y = CoreMlSketch.Of(new NeuralNetworkLayer { Upsample = stored }, 1, 1, 3).Run(1, 2, 3).Values;

        double[] expected = [1, 4 / 3.0, 5 / 3.0, 2, 7 / 3.0, 8 / 3.0, 3, 3, 3];
        for (int i = 0; i < expected.Length; i++) y[i].Should().BeApproximately(expected[i], 1e-12);
    }

    [Fact]
    public void Upsample_Nearest_RepeatsSamples() =>
        CoreMlSketch.Of(new NeuralNetworkLayer { Upsample = new UpsampleLayerParams { ScalingFactor = { 1, 2 } } }, 1, 1, 2).Run(1, 2).Values.Should().Equal(1, 1, 2, 2);

    [Theory]
    [InlineData((int)OrganizationType.DepthToSpace, new double[] { 1, 3, 5, 7, 2, 4, 6, 8 })]
    [InlineData((int)OrganizationType.PixelShuffle, new double[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    public void ReorganizeData_OfChannels_HasTheBlockFirstOrLast(int mode, double[] expected)
    {
        var layer = new NeuralNetworkLayer { ReorganizeData = new ReorganizeDataLayerParams { Mode = (OrganizationType)mode, BlockSize = 2 } };

        CoreMlSketch.Of(layer, 8, 1, 1).Run(1, 2, 3, 4, 5, 6, 7, 8).Values.Should().Equal(expected);
    }

    [Fact]
    public void Pooling_OfTheWholePlane_IgnoresKernelAndStride()
    {
        var stored = new PoolingLayerParams { Type = PoolingLayerParams.Types.PoolingType.Average, GlobalPooling = true, KernelSize = { 1, 1 }, Stride = { 7, 7 }, Valid = new ValidPadding() };

        CoreMlSketch.Of(new NeuralNetworkLayer { Pooling = stored }, 1, 2, 2).Run(1, 2, 3, 6).Values.Should().Equal(3);
    }

    [Fact]
    public void Weights_NotPacked_AreRead()
    {
        // Field 1 as single numbers of 4 bytes: 1.5 and −2.
        var weights = WeightParams.Parser.ParseFrom([0x0D, 0x00, 0x00, 0xC0, 0x3F, 0x0D, 0x00, 0x00, 0x00, 0xC0]);
        var layer = new NeuralNetworkLayer { InnerProduct = new InnerProductLayerParams { InputChannels = 1, OutputChannels = 2, Weights = weights } };

        CoreMlSketch.Of(layer, 1).Run(2).Values.Should().Equal(3, -4);
    }

    private static NeuralNetworkLayer Negated() => new() { Activation = new ActivationParams { Linear = new ActivationLinear { Alpha = -1 } } };

    private static BorderAmounts.Types.EdgeSizes Edges(ulong amount) => new() { StartEdgeSize = amount, EndEdgeSize = amount };

    private static CoreMlSketch Chain(params NeuralNetworkLayer[] layers)
    {
        CoreMlSketch sketch = new(layers.Length - 1, 1, 1);
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i].Name = $"layer{i}";
            layers[i].Input.Add(i == 0 ? "x" : $"value{i - 1}");
            layers[i].Output.Add(i == layers.Length - 1 ? "y" : $"value{i}");
            sketch.Body.Layers.Add(layers[i]);
        }

        return sketch;
    }
}
