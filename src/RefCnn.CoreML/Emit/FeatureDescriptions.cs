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
    /// <param name="outputs">The outputs' names in the file.</param>
    /// <param name="options">Image input, labels, metadata.</param>
    /// <param name="declare">A shape as the file declares it.</param>
    public static ModelDescription Of(Network network, Network lowered, string[] outputs, EmitOptions options, Func<Shape, int[]> declare)
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

        for (int i = 0; i < outputs.Length; i++)
            description.Output.Add(new FeatureDescription { Name = outputs[i], Type = ArrayType(declare(lowered.Shapes[lowered.Outputs[i].Node])) });
        int probabilities = ClassOutput.IndexIn(network, options.ClassLabels);
        if (probabilities >= 0) AddClasses(probabilities, description);
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

    // The class and a dictionary of probabilities take the place of the network's own output, which only feeds them.
    private static void AddClasses(int probabilities, ModelDescription description)
    {
        description.Output.RemoveAt(probabilities);
        description.Output.Insert(probabilities, new FeatureDescription { Name = LabelName, Type = new FeatureType { StringType = new StringFeatureType() } });
        description.Output.Insert(probabilities + 1, new FeatureDescription
        {
            Name = ProbabilitiesName,
            Type = new FeatureType { DictionaryType = new DictionaryFeatureType { StringKeyType = new StringFeatureType() } },
        });
        description.PredictedFeatureName = LabelName;
        description.PredictedProbabilitiesName = ProbabilitiesName;
    }
}
