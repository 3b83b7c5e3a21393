using RefCnn.CoreML.Schema;
using LayerCase = RefCnn.CoreML.Schema.NeuralNetworkLayer.LayerOneofCase;

namespace RefCnn.CoreML.Validation.Layers;

/// <summary>
/// Ranks where shapes are exact: what of a model's inputs and outputs a layer reads and makes has at least the layer's dimensions, and both have equally many.
/// Ranks of what lies between are not declared.
/// </summary>
internal static class RankRules
{
    // The fewest dimensions; layers that are not named may change the rank.
    private static readonly Dictionary<LayerCase, int> Fewest = new()
    {
        [LayerCase.Convolution] = 4,
        [LayerCase.Pooling] = 4,
        [LayerCase.InnerProduct] = 1,
        [LayerCase.Padding] = 2,
        [LayerCase.ConstantPad] = 1,
        [LayerCase.Unary] = 1,
        [LayerCase.Batchnorm] = 3,
        [LayerCase.Mvn] = 3,
        [LayerCase.L2Normalize] = 3,
        [LayerCase.Lrn] = 3,
        [LayerCase.Softmax] = 3,
        [LayerCase.Scale] = 3,
        [LayerCase.Bias] = 3,
        [LayerCase.Dot] = 3,
        [LayerCase.Crop] = 3,
        [LayerCase.Upsample] = 3,
        [LayerCase.ResizeBilinear] = 3,
        [LayerCase.ReorganizeData] = 3,
        [LayerCase.Concat] = 3,
        [LayerCase.Split] = 3,
        [LayerCase.Flatten] = 3,
        [LayerCase.Reshape] = 5,
        [LayerCase.Permute] = 5,
    };

    /// <summary>Checks all layers.</summary>
    /// <param name="description">What declares the ranks.</param>
    /// <param name="body">The network.</param>
    /// <param name="findings">Where faults go.</param>
    public static void Check(ModelDescription description, NeuralNetwork body, Findings findings)
    {
        if (RequiredVersion.Of(body) < RequiredVersion.Exact) return;
        Dictionary<string, int> ranks = RanksOf(description, body);
        foreach (NeuralNetworkLayer layer in body.Layers.Where(layer => layer.Input.Count > 0 && layer.Output.Count > 0))
        {
            bool slopes = layer.Activation is { PReLU: not null } or { ParametricSoftplus: not null };
            int fewest = slopes ? 3 : Fewest.GetValueOrDefault(layer.LayerCase);
            if (fewest == 0) continue;
            int? read = RankOf(layer.Input[0]), made = RankOf(layer.Output[0]);
            string where = LayerRules.Describe(layer);
            findings.Demand(read is null || read >= fewest, where, $"reads {read} dimensions; expected {fewest} or more");
            findings.Demand(made is null || made >= fewest, where, $"makes {made} dimensions; expected {fewest} or more");
            findings.Demand(read is null || made is null || read == made, where, $"reads {read} dimensions and makes {made}; expected equally many");
        }

        int? RankOf(string value) => ranks.TryGetValue(value, out int rank) ? rank : null;
    }

    private static Dictionary<string, int> RanksOf(ModelDescription description, NeuralNetwork body)
    {
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        bool arrays = body.ArrayInputShapeMapping == NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping, pictures = body.ImageInputShapeMapping == NeuralNetworkImageShapeMapping.Rank4ImageMapping;
        foreach (FeatureDescription input in description.Input)
        {
            if (input.Type?.MultiArrayType is { } array) ranks[input.Name] = arrays ? array.Shape.Count : 5;
            else if (input.Type?.ImageType is not null) ranks[input.Name] = pictures ? 4 : 5;
        }

        foreach (FeatureDescription output in description.Output.Where(output => output.Type?.MultiArrayType?.Shape.Count > 0)) ranks[output.Name] = output.Type.MultiArrayType.Shape.Count;
        return ranks;
    }
}
