using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.CoreML.Schema;
using PoolingType = RefCnn.CoreML.Schema.PoolingLayerParams.Types.PoolingType;

namespace RefCnn.ConformanceTests.CoreMl;

/// <summary>Conventions of windows in which Core ML's specification differs from others; every number is worked by hand or is Apple's own.</summary>
public class WindowTrapTests
{
    private static readonly float[] OneToNine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Fact]
    public void Pooling_AverageOverhang_IsDividedByTheWholeWindow() =>
        Pool(PoolingType.Average, 2, 2, IncludeLast(0), false, 1, 3, 3).Run(OneToNine).Values.Should().Equal(3, 2.25, 3.75, 2.25);

    [Fact]
    public void Pooling_AverageExcludingPadding_LeavesTheOverhangOut() =>
        Pool(PoolingType.Average, 2, 2, IncludeLast(0), true, 1, 3, 3).Run(OneToNine).Values.Should().Equal(3, 4.5, 7.5, 9);

    [Fact]
    public void Pooling_IncludeLastPixelWithPadding_DropsAWindowThatStartsInIt() =>
        Pool(PoolingType.Max, 2, 3, IncludeLast(1), false, 1, 3, 3).Run(OneToNine).Shape.Should().Be(new Shape(1, 1, 2, 2));

    [Fact]
    public void Pooling_L2_IsNotDividedByTheWindow()
    {
        PoolingLayerParams stored = Windowed(PoolingType.L2, 1, 2, 1);
        stored.Same = new SamePadding { AsymmetryMode = SamePadding.Types.SamePaddingMode.TopLeftHeavy };

        Tensor<double> y = CoreMlSketch.Of(new NeuralNetworkLayer { Pooling = stored }, 1, 1, 2).Run(1, 2);

        y[0].Should().Be(1);
        y[1].Should().BeApproximately(2.2360679774997896, 1e-15);
    }

    [Fact]
    public void Pooling_SameBottomRightHeavy_PadsTheEndMore()
    {
        PoolingLayerParams stored = Windowed(PoolingType.Max, 1, 2, 1);
        stored.Same = new SamePadding();

        CoreMlSketch.Of(new NeuralNetworkLayer { Pooling = stored }, 1, 1, 3).Run(3, 1, 2).Values.Should().Equal(3, 2, 2);
    }

    [Fact]
    public void Pooling_WithoutPaddingType_IsRefused()
    {
        CoreMlSketch sketch = CoreMlSketch.Of(new NeuralNetworkLayer { Pooling = Windowed(PoolingType.Max, 2, 2, 1) }, 1, 3, 3);

        Action read = () => sketch.Read();

        read.Should().Throw<CoreMlException>().WithMessage("*layer 'layer' (Pooling) has no padding type*");
    }

    [Fact]
    public void Convolution_WithoutPaddingType_IsRefused()
    {
        var stored = new ConvolutionLayerParams { OutputChannels = 1, KernelChannels = 1, KernelSize = { 1, 1 }, Weights = CoreMlSketch.Floats(1) };
        CoreMlSketch sketch = CoreMlSketch.Of(new NeuralNetworkLayer { Convolution = stored }, 1, 3, 3);

        Action read = () => sketch.Read();

        read.Should().Throw<CoreMlException>().WithMessage("*has no padding type*");
    }

    [Fact]
    public void Convolution_AbsentGroupsAndSizes_AreOneAndThree()
    {
        var stored = new ConvolutionLayerParams { OutputChannels = 1, KernelChannels = 1, Weights = CoreMlSketch.Floats(1, 1, 1, 1, 1, 1, 1, 1, 1), Valid = new ValidPadding() };

        CoreMlSketch.Of(new NeuralNetworkLayer { Convolution = stored }, 1, 3, 3).Run(OneToNine).Values.Should().Equal(45);
    }

    [Fact]
    public void Deconvolution_Padding_CropsTheFullResult()
    {
        ConvolutionLayerParams stored = Deconvolution();
        stored.Valid = new ValidPadding { PaddingAmounts = Borders(0, 0, 1, 1) };

        // Full: 1 2 3+0... x = [1, 10], stride 1, kernel 1 2 3: 1, 2+10, 3+20, 30.
        CoreMlSketch.Of(new NeuralNetworkLayer { Convolution = stored }, 1, 1, 2).Run(1, 10).Values.Should().Equal(12, 23);
    }

    [Fact]
    public void Deconvolution_Same_HasInputTimesStrideSamples()
    {
        ConvolutionLayerParams stored = Deconvolution();
        stored.Same = new SamePadding();
        stored.Stride.Add([1, 2]);

        CoreMlSketch.Of(new NeuralNetworkLayer { Convolution = stored }, 1, 1, 2).Run(1, 10).Shape.Should().Be(new Shape(1, 1, 1, 4));
    }

    [Fact]
    public void Deconvolution_Dilation_IsIgnored()
    {
        ConvolutionLayerParams stored = Deconvolution();
        stored.Valid = new ValidPadding();
        stored.DilationFactor.Add([1, 2]);

        CoreMlSketch.Of(new NeuralNetworkLayer { Convolution = stored }, 1, 1, 2).Run(1, 10).Values.Should().Equal(1, 12, 23, 30);
    }

    private static ConvolutionLayerParams Deconvolution() => new()
    {
        IsDeconvolution = true,
        OutputChannels = 1,
        KernelChannels = 1,
        KernelSize = { 1, 3 },
        Weights = CoreMlSketch.Floats(1, 2, 3),
    };

    private static BorderAmounts Borders(ulong top, ulong bottom, ulong left, ulong right) => new()
    {
        BorderAmounts_ =
        {
            new BorderAmounts.Types.EdgeSizes { StartEdgeSize = top, EndEdgeSize = bottom },
            new BorderAmounts.Types.EdgeSizes { StartEdgeSize = left, EndEdgeSize = right },
        },
    };

    private static PoolingLayerParams Windowed(PoolingType type, ulong height, ulong width, ulong stride) =>
        new() { Type = type, KernelSize = { height, width }, Stride = { stride, stride } };

    private static PoolingLayerParams.Types.ValidCompletePadding IncludeLast(ulong padding) => new() { PaddingAmounts = { padding, padding } };

    private static CoreMlSketch Pool(
        PoolingType type, ulong kernel, ulong stride, PoolingLayerParams.Types.ValidCompletePadding padding, bool exclude, params int[] shape)
    {
        PoolingLayerParams stored = Windowed(type, kernel, kernel, stride);
        stored.IncludeLastPixel = padding;
        stored.AvgPoolExcludePadding = exclude;
        return CoreMlSketch.Of(new NeuralNetworkLayer { Pooling = stored }, shape);
    }
}
