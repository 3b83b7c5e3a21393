using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Validation;

/// <summary>What a classifier names: its class, its probabilities, its labels.</summary>
internal static class ClassifierRules
{
    /// <summary>Checks a classifier.</summary>
    /// <param name="model">The model.</param>
    /// <param name="findings">Where faults go.</param>
    public static void Check(Model model, Findings findings)
    {
        NeuralNetworkClassifier classifier = model.NeuralNetworkClassifier;
        bool texts = classifier.ClassLabelsCase == NeuralNetworkClassifier.ClassLabelsOneofCase.StringClassLabels;
        int labels = texts ? classifier.StringClassLabels.Vector.Count : classifier.Int64ClassLabels?.Vector.Count ?? 0;
        findings.Demand(labels > 0, "classifier", $"has no class labels");
        CheckNames(model.Description, texts, findings);
        string name = classifier.LabelProbabilityLayerName;
        findings.Demand(name.Length == 0 || classifier.Layers.Any(layer => layer.Output.Contains(name)), "classifier", $"takes its probabilities from '{name}', which no layer makes");
    }

    /// <summary>Checks that the class and, if it is named, the dictionary of probabilities are outputs of their types.</summary>
    /// <param name="description">The description.</param>
    /// <param name="texts">Whether labels are text.</param>
    /// <param name="findings">Where faults go.</param>
    public static void CheckNames(ModelDescription description, bool texts, Findings findings)
    {
        FeatureType? predicted = TypeOf(description, description.PredictedFeatureName);
        findings.Demand(texts ? predicted?.StringType is not null : predicted?.Int64Type is not null, "description",
            $"predicts '{description.PredictedFeatureName}'; expected an output of the labels' type");
        string probabilities = description.PredictedProbabilitiesName;
        if (probabilities.Length > 0)
            findings.Demand(TypeOf(description, probabilities)?.DictionaryType is not null, "description", $"has probabilities '{probabilities}'; expected an output that is a dictionary");
    }

    private static FeatureType? TypeOf(ModelDescription description, string name) => description.Output.FirstOrDefault(output => output.Name == name)?.Type;
}
