using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Validation;

/// <summary>The envelope: version, sort, and the body by its sort.</summary>
internal static class ModelRules
{
    private const int NewestVersion = 10;

    /// <summary>Checks a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">The file of a program's weights.</param>
    /// <param name="where">What to call it.</param>
    /// <param name="findings">Where faults go.</param>
    public static void Check(Model model, ReadOnlyMemory<byte> weights, string where, Findings findings)
    {
        findings.Demand(model.SpecificationVersion is >= 1 and <= NewestVersion, where, $"has specification version {model.SpecificationVersion}; expected 1 to {NewestVersion}");
        if (!findings.Demand(model.Description is not null, where, $"has no description")) return;
        DescriptionRules.Check(model, findings);
        switch (model.TypeCase)
        {
            case Model.TypeOneofCase.NeuralNetwork:
                NetworkRules.Check(model, model.NeuralNetwork, findings);
                break;
            case Model.TypeOneofCase.NeuralNetworkRegressor:
                NetworkRules.Check(model, Body(model.NeuralNetworkRegressor), findings);
                break;
            case Model.TypeOneofCase.NeuralNetworkClassifier:
                NetworkRules.Check(model, Body(model.NeuralNetworkClassifier), findings);
                ClassifierRules.Check(model, findings);
                break;
            case Model.TypeOneofCase.MlProgram:
                ProgramRules.Check(model, weights, findings);
                break;
            case Model.TypeOneofCase.None:
                findings.Demand(false, where, $"holds no model of a known sort");
                break;
            default:
                CheckParts(model, findings);
                break;
        }
    }

    private static void CheckParts(Model model, Findings findings)
    {
        Pipeline? pipeline = model.Pipeline ?? model.PipelineClassifier?.Pipeline ?? model.PipelineRegressor?.Pipeline;
        if (!findings.Demand(pipeline?.Models.Count > 0, "pipeline", $"has no models")) return;
        for (int i = 0; i < pipeline!.Models.Count; i++) Check(pipeline.Models[i], ReadOnlyMemory<byte>.Empty, $"pipeline model {i}", findings);
    }

    private static NeuralNetwork Body(NeuralNetworkRegressor regressor) => new()
    {
        Layers = { regressor.Layers },
        Preprocessing = { regressor.Preprocessing },
        ArrayInputShapeMapping = regressor.ArrayInputShapeMapping,
        ImageInputShapeMapping = regressor.ImageInputShapeMapping,
    };

    private static NeuralNetwork Body(NeuralNetworkClassifier classifier) => new()
    {
        Layers = { classifier.Layers },
        Preprocessing = { classifier.Preprocessing },
        ArrayInputShapeMapping = classifier.ArrayInputShapeMapping,
        ImageInputShapeMapping = classifier.ImageInputShapeMapping,
    };
}
