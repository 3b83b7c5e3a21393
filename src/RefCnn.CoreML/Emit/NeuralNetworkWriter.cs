using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Emit;

/// <summary>Makes the message of a neural network of a lowered network.</summary>
internal static class NeuralNetworkWriter
{
    /// <summary>Makes the message.</summary>
    /// <param name="network">A network whose every layer and shape Core ML can express.</param>
    /// <param name="options">Precision, image input, labels, metadata.</param>
    public static Model Write(Network network, EmitOptions options)
    {
        Network lowered = Lowering.LoweringTable.Lower(network, options.Precision);
        bool exact = !Rank5Form.Fits(lowered);
        var body = new NeuralNetwork
        {
            ArrayInputShapeMapping = exact ? NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping : NeuralNetworkMultiArrayShapeMapping.Rank5ArrayMapping,
        };
        string[] names = FeatureNames.Of(lowered);
        for (int index = 0; index < names.Length; index++)
        {
            Node node = lowered.Nodes[index];
            if (node.Layer is Input) continue;
            NeuralNetworkTable.Emit(new NeuralNetworkNode(
                body, node.Layer, names[index], [.. node.Inputs.Select(input => names[input])], lowered.InputShapes(index), lowered.Shapes[index], exact, options.Precision));
        }

        foreach (NetworkOutput output in lowered.Outputs)
        {
            if (names[output.Node] != output.Name) AddCopy(body, names[output.Node], output.Name);
        }

        ModelDescription description = FeatureDescriptions.Of(network, lowered, [.. lowered.Outputs.Select(output => output.Name)], options, shape => exact ? shape.Extents.ToArray() : DeclaredShape(shape));
        Model model = new() { Description = description };
        if (options.Image is { } image) ImagePreprocessing.Add(body, description, image, exact);
        int probabilities = ClassOutput.IndexIn(network, options.ClassLabels);
        if (probabilities < 0) model.NeuralNetwork = body;
        else model.NeuralNetworkClassifier = ClassifierOf(body, lowered.Outputs[probabilities].Name, options);
        model.SpecificationVersion = lowered.Inputs.IsEmpty ? SpecificationVersion.WithoutInputs : SpecificationVersion.Of(body);
        return model;
    }

    // Versions 1 to 3 declare one extent (channels) or three (channels, height, width).
    private static int[] DeclaredShape(Shape shape) => shape.Rank <= 2 ? [Rank5Form.Of(shape)[0]] : Rank5Form.Of(shape);

    private static NeuralNetworkClassifier ClassifierOf(NeuralNetwork body, string probabilities, EmitOptions options) => new()
    {
        Layers = { body.Layers },
        Preprocessing = { body.Preprocessing },
        ArrayInputShapeMapping = body.ArrayInputShapeMapping,
        ImageInputShapeMapping = body.ImageInputShapeMapping,
        StringClassLabels = new StringVector { Vector = { options.ClassLabels } },
        LabelProbabilityLayerName = probabilities,
    };

    private static void AddCopy(NeuralNetwork body, string from, string to)
    {
        body.Layers.Add(new NeuralNetworkLayer { Name = to, Input = { from }, Output = { to }, Activation = ActivationEmitters.Linear(1, 0) });
    }
}
