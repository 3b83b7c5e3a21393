using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Emit;

/// <summary>Convolutions and products of matrices.</summary>
internal static class ConvolutionEmitters
{
    /// <summary>convolution; every amount of padding is written out, so no rule for it is needed.</summary>
    public static void Convolution(NeuralNetworkNode node)
    {
        var layer = (Conv2D)node.Layer;
        node.Finish(made => made.Convolution = Of(node, layer.Window, layer.Weight, layer.Bias, layer.Outputs, layer.InputsPerGroup, layer.Groups));
    }

    /// <summary>convolution with isDeconvolution: here kernelChannels are the input's channels, not divided by the groups.</summary>
    public static void Transposed(NeuralNetworkNode node)
    {
        var layer = (ConvTranspose2D)node.Layer;
        node.Finish(made =>
        {
            made.Convolution = Of(node, layer.Window, layer.Weight, layer.Bias, layer.Outputs, layer.Weight.Shape[0], layer.Groups);
            made.Convolution.IsDeconvolution = true;
        });
    }

    /// <summary>innerProduct over a row of channels.</summary>
    public static void Dense(NeuralNetworkNode node)
    {
        var layer = (Dense)node.Layer;
        node.Finish(made => made.InnerProduct = new InnerProductLayerParams
        {
            InputChannels = (ulong)layer.Weight.Shape[1],
            OutputChannels = (ulong)layer.Weight.Shape[0],
            Weights = node.Weights(layer.Weight.Span),
            HasBias = layer.Bias is not null,
            Bias = layer.Bias is null ? null : node.Weights(layer.Bias.Span),
        });
    }

    /// <summary>batchedMatmul of two inputs.</summary>
    public static void MatMul(NeuralNetworkNode node) => node.Finish(made => made.BatchedMatmul = new BatchedMatMulLayerParams());

    /// <summary>Explicit padding.</summary>
    /// <param name="padding">The amounts.</param>
    public static ValidPadding Valid(Padding2D padding) =>
        padding == Padding2D.None ? new ValidPadding() : new ValidPadding { PaddingAmounts = Borders(padding) };

    /// <summary>Amounts at the borders, height before width.</summary>
    /// <param name="amounts">The amounts.</param>
    public static BorderAmounts Borders(Padding2D amounts) => new()
    {
        BorderAmounts_ =
        {
            new BorderAmounts.Types.EdgeSizes { StartEdgeSize = (ulong)amounts.Top, EndEdgeSize = (ulong)amounts.Bottom },
            new BorderAmounts.Types.EdgeSizes { StartEdgeSize = (ulong)amounts.Left, EndEdgeSize = (ulong)amounts.Right },
        },
    };

    private static ConvolutionLayerParams Of(
        NeuralNetworkNode node, Window2D window, Tensor<float> weight, Tensor<float>? bias, int outputs, int kernelChannels, int groups) => new()
        {
            OutputChannels = (ulong)outputs,
            KernelChannels = (ulong)kernelChannels,
            NGroups = (ulong)groups,
            KernelSize = { (ulong)window.Kernel.Height, (ulong)window.Kernel.Width },
            Stride = { (ulong)window.Stride.Height, (ulong)window.Stride.Width },
            DilationFactor = { (ulong)window.Dilation.Height, (ulong)window.Dilation.Width },
            Valid = Valid(window.Padding),
            Weights = node.Weights(weight.Span),
            HasBias = bias is not null,
            Bias = bias is null ? null : node.Weights(bias.Span),
        };
}
