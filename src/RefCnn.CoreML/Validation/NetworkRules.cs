using RefCnn.CoreML.Schema;
using RefCnn.CoreML.Validation.Layers;

namespace RefCnn.CoreML.Validation;

/// <summary>A neural network as a graph: order, names, shape mappings, preprocessing; and each layer by its own rules.</summary>
internal static class NetworkRules
{
    /// <summary>Checks a neural network.</summary>
    /// <param name="model">The model that holds it.</param>
    /// <param name="body">The network.</param>
    /// <param name="findings">Where faults go.</param>
    public static void Check(Model model, NeuralNetwork body, Findings findings)
    {
        CheckGraph(model.Description, body, findings);
        CheckMapping(model.Description, body, findings);
        RankRules.Check(model.Description, body, findings);
        foreach (NeuralNetworkPreprocessing step in body.Preprocessing) CheckPreprocessing(model.Description, step, findings);
        foreach (NeuralNetworkLayer layer in body.Layers) LayerRules.Check(layer, findings);
        int needed = RequiredVersion.Of(body);
        findings.Demand(model.SpecificationVersion >= needed, "model", $"has specification version {model.SpecificationVersion}; its layers need {needed}");
    }

    private static void CheckGraph(ModelDescription description, NeuralNetwork body, Findings findings)
    {
        findings.Demand(body.Layers.Count > 0, "neural network", $"has no layers");
        var made = new HashSet<string>(description.Input.Select(input => input.Name), StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (NeuralNetworkLayer layer in body.Layers)
        {
            string where = LayerRules.Describe(layer);
            findings.Demand(layer.Name.Length > 0 && names.Add(layer.Name), where, $"has an empty name, or one that another layer has");
            foreach (string input in layer.Input) findings.Demand(made.Contains(input), where, $"reads '{input}', which nothing before it makes");
            findings.Demand(layer.Output.Count > 0, where, $"makes nothing");
            foreach (string output in layer.Output)
                findings.Demand(made.Add(output) || layer.LayerCase == NeuralNetworkLayer.LayerOneofCase.Copy, where, $"makes '{output}', which is made before");
        }

        foreach (FeatureDescription output in description.Output.Where(output => output.Type?.MultiArrayType is not null || output.Type?.ImageType is not null))
            findings.Demand(made.Contains(output.Name), $"output '{output.Name}'", $"is made by no layer");
    }

    // Without exact shapes a multi-array is [C] or [C, H, W], and no layer, or form of one, of version 4 or later may read the network's arrays.
    private static void CheckMapping(ModelDescription description, NeuralNetwork body, Findings findings)
    {
        if (body.ArrayInputShapeMapping == NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping) return;
        bool arrays = false;
        foreach (FeatureDescription input in description.Input.Where(input => input.Type?.MultiArrayType is not null))
        {
            arrays = true;
            int rank = input.Type.MultiArrayType.Shape.Count;
            findings.Demand(rank is 0 or 1 or 3, $"input '{input.Name}'", $"has {rank} dimensions; without exact shapes expected 1 or 3");
        }

        NeuralNetworkLayer? exact = body.Layers.FirstOrDefault(layer => RequiredVersion.Of(layer) >= RequiredVersion.Exact);
        findings.Demand(!arrays || exact is null, "neural network", $"has {(exact is null ? "" : LayerRules.Describe(exact))}, which needs exact shapes of the inputs");
        findings.Demand(!arrays || body.ImageInputShapeMapping == NeuralNetworkImageShapeMapping.Rank5ImageMapping, "neural network", $"has exact shapes of pictures, but not of arrays");
    }

    private static void CheckPreprocessing(ModelDescription description, NeuralNetworkPreprocessing step, Findings findings)
    {
        string where = $"preprocessing of '{step.FeatureName}'";
        ImageFeatureType? image = description.Input.FirstOrDefault(input => input.Name == step.FeatureName || step.FeatureName.Length == 0)?.Type?.ImageType;
        if (!findings.Demand(image is not null, where, $"is of no input that is a picture")) return;
        bool one = step.PreprocessorCase != NeuralNetworkPreprocessing.PreprocessorOneofCase.None;
        findings.Demand(one, where, $"has neither scaler nor mean image");
        if (step.Scaler is { } scaler) findings.Demand(scaler.ChannelScale != 0, where, $"has the scale 0, as an absent one is, which blanks the picture");
        if (step.MeanImage is not { } mean) return;
        int channels = image!.ColorSpace is ImageFeatureType.Types.ColorSpace.Rgb or ImageFeatureType.Types.ColorSpace.Bgr ? 3 : 1;
        long expected = channels * image.Height * image.Width;
        findings.Demand(mean.MeanImage.Count == expected, where, $"has a mean image of {mean.MeanImage.Count} values; expected {expected}");
    }
}
