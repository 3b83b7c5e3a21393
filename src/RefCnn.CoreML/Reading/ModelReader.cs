using RefCnn.Core;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Reading;

/// <summary>Finds the network in a model's envelope.</summary>
internal static class ModelReader
{
    /// <summary>Reads a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">The file of a program's weights; empty where there is none.</param>
    /// <param name="path">Where it is from.</param>
    public static CoreMlContent Read(Model model, ReadOnlyMemory<byte> weights, string path)
    {
        switch (model.TypeCase)
        {
            case Model.TypeOneofCase.NeuralNetwork:
                return Network(model, path, model.NeuralNetwork, null);
            case Model.TypeOneofCase.NeuralNetworkClassifier:
                return Network(model, path, BodyOf(model.NeuralNetworkClassifier), model.NeuralNetworkClassifier);
            case Model.TypeOneofCase.NeuralNetworkRegressor:
                return Network(model, path, BodyOf(model.NeuralNetworkRegressor), null);
            case Model.TypeOneofCase.MlProgram:
                return ProgramReader.Read(model, weights, path);
            case Model.TypeOneofCase.Pipeline:
                return OnlyOf(model.Pipeline, path);
            case Model.TypeOneofCase.PipelineClassifier:
                return OnlyOf(model.PipelineClassifier.Pipeline, path);
            case Model.TypeOneofCase.PipelineRegressor:
                return OnlyOf(model.PipelineRegressor.Pipeline, path);
            default:
                throw new CoreMlException($"{path}: is a Core ML model of another sort than a neural network or a program, or is no Core ML model");
        }
    }

    private static CoreMlContent OnlyOf(Pipeline pipeline, string path) => pipeline?.Models.Count == 1
        ? Read(pipeline.Models[0], ReadOnlyMemory<byte>.Empty, path)
        : throw new CoreMlException($"{path}: is a pipeline of {pipeline?.Models.Count ?? 0} models; expected 1");

    private static CoreMlContent Network(Model model, string path, NeuralNetwork body, NeuralNetworkClassifier? classifier)
    {
        var context = new ReadContext(Path.GetFileNameWithoutExtension(path), body.ArrayInputShapeMapping == NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping);
        InputReader.Define(model.Description ?? new ModelDescription(), body, context);
        foreach (NeuralNetworkLayer layer in body.Layers) Add(layer, context);
        string? probabilities = classifier is null ? null : classifier.LabelProbabilityLayerName is { Length: > 0 } named ? named : body.Layers is [.., { } last] ? last.Output[0] : throw new CoreMlException("a classifier has no layers");
        foreach (string output in OutputsOf(model.Description ?? new ModelDescription(), probabilities)) context.Builder.Output(output, context.Find(output, "the model"));
        if (classifier is not null)
        {
            int labels = classifier.StringClassLabels?.Vector.Count ?? classifier.Int64ClassLabels?.Vector.Count ?? 0;
            context.Notes.Add($"is a classifier of {labels} classes; output '{probabilities}' holds their probabilities in the order of the labels");
        }

        return new CoreMlContent(context.Builder.Build(), [.. context.Notes]);
    }

    // A classifier's dictionary is an output of a layer; the class is none. Where no dictionary is described, the layer's output comes first.
    private static IEnumerable<string> OutputsOf(ModelDescription description, string? probabilities)
    {
        string[] described =
        [
            .. description.Output.Where(output => probabilities is null || output.Type?.TypeCase is not (FeatureType.TypeOneofCase.StringType or FeatureType.TypeOneofCase.Int64Type))
                .Select(output => output.Type?.TypeCase == FeatureType.TypeOneofCase.DictionaryType && probabilities is not null ? probabilities : output.Name),
        ];
        return probabilities is null || described.Contains(probabilities) ? described.Distinct() : described.Prepend(probabilities);
    }

    private static void Add(NeuralNetworkLayer layer, ReadContext context)
    {
        if (layer.Output.Count == 0) throw new CoreMlException($"layer '{layer.Name}' ({layer.LayerCase}) makes nothing");
        try
        {
            LayerTable.Read(new LayerReading(layer, context));
        }
        catch (Exception fault) when (fault is RefCnnException and not CoreMlException or OverflowException)
        {
            throw new CoreMlException($"layer '{layer.Name}' ({layer.LayerCase}): {fault.Message}", fault);
        }
    }

    private static NeuralNetwork BodyOf(NeuralNetworkClassifier classifier) => new()
    {
        Layers = { classifier.Layers },
        Preprocessing = { classifier.Preprocessing },
        ArrayInputShapeMapping = classifier.ArrayInputShapeMapping,
        ImageInputShapeMapping = classifier.ImageInputShapeMapping,
    };

    private static NeuralNetwork BodyOf(NeuralNetworkRegressor regressor) => new()
    {
        Layers = { regressor.Layers },
        Preprocessing = { regressor.Preprocessing },
        ArrayInputShapeMapping = regressor.ArrayInputShapeMapping,
        ImageInputShapeMapping = regressor.ImageInputShapeMapping,
    };
}
