using RefCnn.CoreML.Schema;
using LayerCase = RefCnn.CoreML.Schema.NeuralNetworkLayer.LayerOneofCase;

namespace RefCnn.CoreML.Emit;

/// <summary>The lowest specification version that has everything a neural network uses: the oldest systems can run it.</summary>
internal static class SpecificationVersion
{
    /// <summary>The version that allows a model without inputs: iOS 18.</summary>
    public const int WithoutInputs = 9;

    /// <summary>The version: 1 is iOS 11, 2 iOS 11.2, 3 iOS 12, 4 iOS 13, 5 iOS 14.</summary>
    /// <param name="body">The network.</param>
    public static int Of(NeuralNetwork body)
    {
        int version = 1;
        foreach (NeuralNetworkLayer layer in body.Layers) version = Math.Max(version, Of(layer));
        bool exact = body.ArrayInputShapeMapping != NeuralNetworkMultiArrayShapeMapping.Rank5ArrayMapping
            || body.ImageInputShapeMapping != NeuralNetworkImageShapeMapping.Rank5ImageMapping;
        return exact ? Math.Max(version, 4) : version;
    }

    private static int Of(NeuralNetworkLayer layer)
    {
        bool halves = WeightsOf(layer).Any(weights => weights is { Float16Value.Length: > 0 });
        bool quantised = WeightsOf(layer).Any(weights => weights is { RawValue.Length: > 0 });
        int own = layer switch
        {
            { LayerCase: LayerCase.ClampedReLU } => 5,
            { Upsample: { LinearUpsampleMode: not UpsampleLayerParams.Types.LinearUpsampleMode.Default } } => 5,
            { Upsample.FractionalScalingFactor.Count: > 0 } => 5,
            { ReorganizeData.Mode: ReorganizeDataLayerParams.Types.ReorganizationType.PixelShuffle } => 5,
            { ConcatND.Interleave: true } => 5,
            { LayerCase: >= LayerCase.Copy } => 4,
            { LayerCase: LayerCase.Convolution } when layer.Input.Count > 1 => 4,
            { LayerCase: LayerCase.ResizeBilinear } => 3,
            { LayerCase: LayerCase.Custom } => 2,
            _ => 1,
        };
        return Math.Max(own, quantised ? 3 : halves ? 2 : 1);
    }

    private static IEnumerable<WeightParams?> WeightsOf(NeuralNetworkLayer layer) =>
    [
        layer.Convolution?.Weights, layer.Convolution?.Bias, layer.InnerProduct?.Weights, layer.InnerProduct?.Bias,
        layer.Batchnorm?.Gamma, layer.Batchnorm?.Beta, layer.Batchnorm?.Mean, layer.Batchnorm?.Variance,
        layer.Activation?.PReLU?.Alpha, layer.LoadConstant?.Data, layer.LoadConstantND?.Data, layer.Scale?.Scale, layer.Scale?.Bias, layer.Bias?.Bias,
    ];
}
