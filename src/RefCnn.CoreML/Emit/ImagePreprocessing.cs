using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Emit;

/// <summary>The scaling of an image input in a neural network.</summary>
internal static class ImagePreprocessing
{
    /// <summary>Adds the scaler. Its scale is always written: an absent one is 0 and would blank the picture.</summary>
    /// <param name="body">The network.</param>
    /// <param name="description">Its only input is the picture.</param>
    /// <param name="image">Scale and biases.</param>
    /// <param name="exact">Whether shapes are as declared.</param>
    public static void Add(NeuralNetwork body, ModelDescription description, ImageInput image, bool exact)
    {
        float[] bias = [.. BiasOf(image)];
        body.Preprocessing.Add(new NeuralNetworkPreprocessing
        {
            FeatureName = description.Input[0].Name,
            Scaler = image.Color switch
            {
                ImageColor.Rgb => new NeuralNetworkImageScaler { ChannelScale = image.Scale, RedBias = bias[0], GreenBias = bias[1], BlueBias = bias[2] },
                ImageColor.Bgr => new NeuralNetworkImageScaler { ChannelScale = image.Scale, BlueBias = bias[0], GreenBias = bias[1], RedBias = bias[2] },
                _ => new NeuralNetworkImageScaler { ChannelScale = image.Scale, GrayBias = bias[0] },
            },
        });
        if (exact) body.ImageInputShapeMapping = NeuralNetworkImageShapeMapping.Rank4ImageMapping;
    }

    /// <summary>One bias a channel.</summary>
    /// <param name="image">The picture.</param>
    public static IEnumerable<float> BiasOf(ImageInput image)
    {
        int channels = image.Color == ImageColor.Grayscale ? 1 : 3;
        if (image.Bias.IsDefaultOrEmpty) return Enumerable.Repeat(0f, channels);
        return image.Bias.Length == channels
            ? image.Bias
            : throw new CoreMlException($"an image input of {channels} channels has {image.Bias.Length} biases; expected {channels}");
    }
}
