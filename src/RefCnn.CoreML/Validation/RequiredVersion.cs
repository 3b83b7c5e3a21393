using Google.Protobuf;
using RefCnn.CoreML.Schema;
using LayerCase = RefCnn.CoreML.Schema.NeuralNetworkLayer.LayerOneofCase;

namespace RefCnn.CoreML.Validation;

/// <summary>The version that a neural network's content needs, by the table of the published specification.</summary>
internal static class RequiredVersion
{
    // Layers that came after version 4, which brought the rest of those with numbers from 600.
    private const int FirstOfVersionFive = 1460;

    /// <summary>The version that brought exact shapes.</summary>
    public const int Exact = 4;

    /// <summary>The version that brought models without inputs.</summary>
    public const int WithoutInputs = 9;

    /// <summary>The lowest version that has everything in a network.</summary>
    /// <param name="body">The network.</param>
    public static int Of(NeuralNetwork body)
    {
        bool exact = body.ArrayInputShapeMapping != NeuralNetworkMultiArrayShapeMapping.Rank5ArrayMapping
            || body.ImageInputShapeMapping != NeuralNetworkImageShapeMapping.Rank5ImageMapping;
        return body.Layers.Select(Of).Append(exact ? Exact : 1).Max();
    }

    /// <summary>The lowest version that has a layer.</summary>
    /// <param name="layer">The layer.</param>
    public static int Of(NeuralNetworkLayer layer)
    {
        int ofWeights = WeightsIn(layer).Select(Of).Append(1).Max();
        int number = (int)layer.LayerCase;
        int own = layer.LayerCase switch
        {
            LayerCase.Upsample when layer.Upsample.LinearUpsampleMode != 0 || layer.Upsample.FractionalScalingFactor.Count > 0 => 5,
            LayerCase.ReorganizeData when layer.ReorganizeData.Mode == ReorganizeDataLayerParams.Types.ReorganizationType.PixelShuffle => 5,
            LayerCase.ConcatND when layer.ConcatND.Interleave => 5,
            LayerCase.InnerProduct when layer.InnerProduct.Int8DynamicQuantize => 5,
            LayerCase.Convolution when layer.Input.Count > 1 => 4,
            LayerCase.ResizeBilinear => 3,
            LayerCase.Custom => 2,
            _ => number >= FirstOfVersionFive ? 5 : number >= (int)LayerCase.Copy ? 4 : 1,
        };
        return Math.Max(own, ofWeights);
    }

    private static int Of(WeightParams weights) =>
        weights.Int8RawValue.Length > 0 ? 5 : weights.RawValue.Length > 0 ? 3 : weights.Float16Value.Length > 0 ? 2 : 1;

    /// <summary>All weights anywhere inside a layer.</summary>
    /// <param name="message">The layer, or a part of it.</param>
    private static IEnumerable<WeightParams> WeightsIn(IMessage message)
    {
        if (message is WeightParams weights) return [weights];
        return message.Descriptor.Fields.InDeclarationOrder()
            .Where(field => field.FieldType == Google.Protobuf.Reflection.FieldType.Message && !field.IsRepeated)
            .Select(field => field.Accessor.GetValue(message)).OfType<IMessage>().SelectMany(WeightsIn);
    }
}
