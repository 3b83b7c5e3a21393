using Google.Protobuf;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.CoreML.Schema;
using ColorSpace = RefCnn.CoreML.Schema.ImageFeatureType.Types.ColorSpace;
using Operation = RefCnn.CoreML.Schema.UnaryFunctionLayerParams.Types.Operation;

namespace RefCnn.ConformanceTests.CoreMl;

/// <summary>Defaults and orders in which Core ML's specification differs from others; every number is worked by hand or is Apple's own.</summary>
public class LayerTrapTests
{
    [Fact]
    public void LocalResponse_Alpha_IsDividedByTheSize()
    {
        var layer = new NeuralNetworkLayer { Lrn = new LRNLayerParams { Alpha = 3, Beta = 1, LocalSize = 3, K = 1 } };

        CoreMlSketch.Of(layer, 1, 1, 1).Run(1).Values.Should().Equal(0.5);
    }

    [Fact]
    public void LocalResponse_ApplesExample_GivesApplesNumber()
    {
        var layer = new NeuralNetworkLayer { Lrn = new LRNLayerParams { Alpha = 2, Beta = 3, LocalSize = 1, K = 8 } };

        CoreMlSketch.Of(layer, 1, 1, 1).Run(1)[0].Should().BeApproximately(1e-3, 1e-12);
    }

    [Fact]
    public void Batchnorm_AbsentEpsilon_Is1Em5()
    {
        var layer = new NeuralNetworkLayer
        {
            Batchnorm = new BatchnormLayerParams
            {
                Channels = 1,
                Gamma = CoreMlSketch.Floats(1),
                Beta = CoreMlSketch.Floats(0),
                Mean = CoreMlSketch.Floats(0),
                Variance = CoreMlSketch.Floats(0),
            },
        };

        CoreMlSketch.Of(layer, 1, 1, 1).Run(1)[0].Should().BeApproximately(1 / Math.Sqrt(1e-5), 1e-9);
    }

    [Fact]
    public void Padding_Reflection_LeavesTheEdgeSampleOut()
    {
        var layer = new NeuralNetworkLayer
        {
            Padding = new PaddingLayerParams { Reflection = new PaddingLayerParams.Types.PaddingReflection(), PaddingAmounts = Left(2) },
        };

        CoreMlSketch.Of(layer, 1, 1, 4).Run(1, 2, 3, 4).Values.Should().Equal(3, 2, 1, 2, 3, 4);
    }

    [Fact]
    public void Padding_WithoutType_IsRefused()
    {
        CoreMlSketch sketch = CoreMlSketch.Of(new NeuralNetworkLayer { Padding = new PaddingLayerParams { PaddingAmounts = Left(1) } }, 1, 1, 2);

        Action read = () => sketch.Read();

        read.Should().Throw<CoreMlException>().WithMessage("*has no padding type*");
    }

    [Fact]
    public void ResizeBilinear_UpsampleMode_StartsAtTheFirstSample()
    {
        var layer = new NeuralNetworkLayer
        {
            ResizeBilinear = new ResizeBilinearLayerParams
            {
                TargetSize = { 1, 5 },
                Mode = new SamplingMode { SamplingMethod = SamplingMode.Types.Method.UpsampleMode },
            },
        };

        double[] y = CoreMlSketch.Of(layer, 1, 1, 2).Run(0, 1).Values;

        double[] expected = [0, 0.4, 0.8, 1, 1];
        for (int i = 0; i < expected.Length; i++) y[i].Should().BeApproximately(expected[i], 1e-12);
    }

    [Fact]
    public void Flatten_ChannelLast_PutsChannelsInnermost()
    {
        var layer = new NeuralNetworkLayer { Flatten = new FlattenLayerParams { Mode = FlattenLayerParams.Types.FlattenOrder.ChannelLast } };

        CoreMlSketch.Of(layer, 2, 1, 3).Run(1, 2, 3, 4, 5, 6).Values.Should().Equal(1, 4, 2, 5, 3, 6);
    }

    [Fact]
    public void Slice_EndMinusOne_LeavesTheLastSampleOut()
    {
        var layer = new NeuralNetworkLayer
        {
            Slice = new SliceLayerParams { StartIndex = 0, EndIndex = -1, Stride = 1, Axis = SliceLayerParams.Types.SliceAxis.WidthAxis },
        };

        CoreMlSketch.Of(layer, 1, 1, 3).Run(1, 2, 3).Values.Should().Equal(1, 2);
    }

    [Fact]
    public void Unary_Inverse_AddsItsEpsilon()
    {
        var layer = new NeuralNetworkLayer { Unary = new UnaryFunctionLayerParams { Type = Operation.Inverse, Epsilon = 1 } };

        CoreMlSketch.Of(layer, 1, 1, 1).Run(3).Values.Should().Equal(0.25);
    }

    [Fact]
    public void Unary_AbsentScale_IsOne()
    {
        var layer = new NeuralNetworkLayer { Unary = new UnaryFunctionLayerParams { Type = Operation.Threshold, Alpha = -5, Shift = 1 } };

        CoreMlSketch.Of(layer, 1, 1, 1).Run(3).Values.Should().Equal(4);
    }

    [Fact]
    public void Activation_AbsentAlpha_IsZero()
    {
        var layer = new NeuralNetworkLayer { Activation = new ActivationParams { Linear = new ActivationLinear { Beta = 7 } } };

        CoreMlSketch.Of(layer, 1, 1, 1).Run(3).Values.Should().Equal(7);
    }

    [Fact]
    public void Scaler_AbsentScale_BlanksThePictureAndIsNoted()
    {
        CoreMlSketch sketch = Copy().WithImage(1, 1, ColorSpace.Grayscale);
        sketch.Body.Preprocessing.Add(new NeuralNetworkPreprocessing { FeatureName = "x", Scaler = new NeuralNetworkImageScaler { GrayBias = 2 } });

        CoreMlContent content = sketch.Read();

        CoreMlSketch.Run(content.Network, 200).Values.Should().Equal(2);
        content.Notes.Should().Contain(note => note.Contains("absent"));
    }

    [Fact]
    public void Scaler_Bgr_AddsBlueBiasToTheFirstChannelAfterScaling()
    {
        CoreMlSketch sketch = Copy().WithImage(1, 1, ColorSpace.Bgr);
        var scaler = new NeuralNetworkImageScaler { ChannelScale = 2, BlueBias = 100, GreenBias = 200, RedBias = 300 };
        sketch.Body.Preprocessing.Add(new NeuralNetworkPreprocessing { FeatureName = "x", Scaler = scaler });

        sketch.Run(1, 2, 3).Values.Should().Equal(102, 204, 306);
    }

    [Fact]
    public void MeanImage_IsSubtracted()
    {
        CoreMlSketch sketch = Copy().WithImage(2, 1, ColorSpace.Grayscale);
        sketch.Body.Preprocessing.Add(new NeuralNetworkPreprocessing { FeatureName = "x", MeanImage = new NeuralNetworkMeanImage { MeanImage = { 1, 5 } } });

        sketch.Run(10, 10).Values.Should().Equal(9, 5);
    }

    [Fact]
    public void Weights_EightBitsByChannel_AreScaledThenShifted() => Weighted(new WeightParams
    {
        RawValue = ByteString.CopyFrom(10, 20),
        Quantization = new QuantizationParams { NumberOfBits = 8, LinearQuantization = new LinearQuantizationParams { Scale = { 0.5f, 2 }, Bias = { 1, -1 } } },
    }).Run(1).Values.Should().Equal(6, 39);

    [Fact]
    public void Weights_FourBitTable_ReadsTheHighHalfOfAByteFirst()
    {
        var quantization = new QuantizationParams { NumberOfBits = 4, LookupTableQuantization = new LookUpTableQuantizationParams() };
        quantization.LookupTableQuantization.FloatValue.Add(Enumerable.Range(0, 16).Select(code => code * 10f));

        Weighted(new WeightParams { RawValue = ByteString.CopyFrom(0x3C), Quantization = quantization }).Run(1).Values.Should().Equal(30, 120);
    }

    [Fact]
    public void Weights_Float16_AreLittleEndian() =>
        Weighted(new WeightParams { Float16Value = ByteString.CopyFrom(0x00, 0x3C, 0x00, 0xC0) }).Run(1).Values.Should().Equal(1, -2);

    [Fact]
    public void Weights_OfAnotherCount_AreRefused()
    {
        CoreMlSketch sketch = Weighted(CoreMlSketch.Floats(1, 2, 3));

        Action read = () => sketch.Read();

        read.Should().Throw<CoreMlException>().WithMessage("*weights have 3 values; expected 2");
    }

    [Fact]
    public void Custom_IsRefusedByItsClass()
    {
        CoreMlSketch sketch = CoreMlSketch.Of(new NeuralNetworkLayer { Custom = new CustomLayerParams { ClassName = "Swish" } }, 1, 1, 1);

        Action read = () => sketch.Read();

        read.Should().Throw<CoreMlException>().WithMessage("*'Swish'*");
    }

    [Fact]
    public void Pipeline_OfOne_IsItsModel()
    {
        Model inner = Copy().Model;
        var outer = new Model { SpecificationVersion = 1, Pipeline = new Pipeline { Models = { inner } } };

        Network network = CoreMlReader.Read(outer.ToByteArray(), "pipeline.mlmodel").Network;

        CoreMlSketch.Run(network, 1, 2, 3).Values.Should().Equal(1, 2, 3);
    }

    [Fact]
    public void Rank5Mapping_TwoDimensions_AreRefused()
    {
        CoreMlSketch sketch = CoreMlSketch.Of(new NeuralNetworkLayer { Softmax = new SoftmaxLayerParams() }, 2, 3);

        Action read = () => sketch.Read();

        read.Should().Throw<CoreMlException>().WithMessage("*1 or 3*");
    }

    [Fact]
    public void Bytes_ThatAreNoModel_AreRefused()
    {
        Action read = () => CoreMlReader.Read(new byte[] { 0xFF, 0xFF, 0xFF }, "noise.mlmodel");

        read.Should().Throw<CoreMlException>().WithMessage("noise.mlmodel: is not a Core ML model*");
    }

    private static CoreMlSketch Copy() =>
        CoreMlSketch.Of(new NeuralNetworkLayer { Activation = new ActivationParams { Linear = new ActivationLinear { Alpha = 1 } } }, 3, 1, 1);

    private static CoreMlSketch Weighted(WeightParams weights) =>
        CoreMlSketch.Of(new NeuralNetworkLayer { InnerProduct = new InnerProductLayerParams { InputChannels = 1, OutputChannels = 2, Weights = weights } }, 1);

    private static BorderAmounts Left(ulong amount) => new()
    {
        BorderAmounts_ = { new BorderAmounts.Types.EdgeSizes(), new BorderAmounts.Types.EdgeSizes { StartEdgeSize = amount } },
    };
}
