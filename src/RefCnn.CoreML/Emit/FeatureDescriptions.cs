using RefCnn.Core;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Emit;

/// <summary>What a model says about its inputs and outputs.</summary>
internal static class FeatureDescriptions
{
    /// <summary>The output that is a classifier's class.</summary>
    public const string LabelName = "classLabel";

    /// <summary>The output that is a classifier's dictionary of probabilities.</summary>
    public const string ProbabilitiesName = "classProbabilities";

    /// <summary>Describes.</summary>
    /// <param name="network">The network as it was given.</param>
    /// <param name="lowered">The network as it is written.</param>
    /// <param name="options">Image input, labels, metadata.</param>
    /// <param name="declare">A shape as the file declares it.</param>
    public static ModelDescription Of(Network network, Network lowered, EmitOptions options, Func<Shape, int[]> declare)
    {
        var description = new ModelDescription();
        foreach (int input in lowered.Inputs)
        {
            Shape shape = lowered.Shapes[input];
            description.Input.Add(new FeatureDescription
            {
                Name = lowered.Nodes[input].Name,
                Type = options.Image is { } image ? ImageType(network, shape, image) : ArrayType(declare(shape)),
            });
        }

        foreach (NetworkOutput output in lowered.Outputs)
            description.Output.Add(new FeatureDescription { Name = output.Name, Type = ArrayType(declare(lowered.Shapes[output.Node])) });
        if (!options.ClassLabels.IsDefaultOrEmpty) AddClasses(network, lowered, options, description);
        if (options.Metadata is { } metadata)
        {
            description.Metadata = new Metadata
            {
                ShortDescription = metadata.Description,
                Author = metadata.Author,
                License = metadata.License,
                VersionString = metadata.Version,
            };
        }

        return description;
    }

    private static FeatureType ArrayType(int[] shape) => new()
    {
        MultiArrayType = new ArrayFeatureType
        {
            DataType = ArrayFeatureType.Types.ArrayDataType.Float32,
            Shape = { shape.Select(extent => (long)extent) },
        },
    };

    private static FeatureType ImageType(Network network, Shape shape, ImageInput image)
    {
        int channels = image.Color == ImageColor.Grayscale ? 1 : 3;
        if (network.Inputs.Length != 1 || shape.Rank != 4 || shape.Batch != 1 || shape.Channels != channels)
        {
            throw new CoreMlException(
                $"network '{network.Name}' has {network.Inputs.Length} inputs, the first of shape {shape}; an image input needs one input of shape 1×{channels}×height×width");
        }

        return new FeatureType
        {
            ImageType = new ImageFeatureType
            {
                Width = shape.Width,
                Height = shape.Height,
                ColorSpace = image.Color switch
                {
                    ImageColor.Rgb => ImageFeatureType.Types.ColorSpace.Rgb,
                    ImageColor.Bgr => ImageFeatureType.Types.ColorSpace.Bgr,
                    _ => ImageFeatureType.Types.ColorSpace.Grayscale,
                },
            },
        };
    }

    // A classifier's outputs are the class and a dictionary of probabilities; the network's own output only feeds them.
    private static void AddClasses(Network network, Network lowered, EmitOptions options, ModelDescription description)
    {
        int count = lowered.Shapes[lowered.Outputs[0].Node].Count;
        if (lowered.Outputs.Length != 1 || count != options.ClassLabels.Length)
        {
            throw new CoreMlException(
                $"network '{network.Name}' has {lowered.Outputs.Length} outputs, the first with {count} values; {options.ClassLabels.Length} class labels need one output with as many");
        }

        description.Output.Clear();
        description.Output.Add(new FeatureDescription
        {
            Name = ProbabilitiesName,
            Type = new FeatureType { DictionaryType = new DictionaryFeatureType { StringKeyType = new StringFeatureType() } },
        });
        description.Output.Add(new FeatureDescription { Name = LabelName, Type = new FeatureType { StringType = new StringFeatureType() } });
        description.PredictedFeatureName = LabelName;
        description.PredictedProbabilitiesName = ProbabilitiesName;
    }
}
