using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;
using ColorSpace = RefCnn.CoreML.Schema.ImageFeatureType.Types.ColorSpace;

namespace RefCnn.CoreML.Reading;

/// <summary>Inputs and what is done to pictures before the first layer.</summary>
internal static class InputReader
{
    /// <summary>Adds the inputs.</summary>
    /// <param name="description">Their names and types.</param>
    /// <param name="body">Their preprocessing.</param>
    /// <param name="context">Where they go.</param>
    public static void Define(ModelDescription description, NeuralNetwork body, ReadContext context)
    {
        foreach (FeatureDescription feature in description.Input)
        {
            FeatureType type = feature.Type ?? new FeatureType();
            int node = context.Builder.Input(context.UniqueName(feature.Name), ShapeOf(feature.Name, type, context.Exact, body));
            NoteFlexibility(feature.Name, type, context.Builder.ShapeOf(node), context);
            if (type.ImageType is { } image)
            {
                context.Notes.Add($"input '{feature.Name}' takes a picture of {image.Width}×{image.Height} pixels from 0 to 255, channels {image.ColorSpace}");
                NeuralNetworkPreprocessing[] steps = [.. body.Preprocessing.Where(step => step.FeatureName == feature.Name || step.FeatureName.Length == 0)];
                foreach (NeuralNetworkPreprocessing step in steps) node = Preprocess(step, image.ColorSpace, node, feature.Name, context);
            }

            context.Define(feature.Name, node);
        }
    }

    private static void NoteFlexibility(string name, FeatureType type, Shape shape, ReadContext context)
    {
        bool several = type.ImageType is { } image ? image.ImageSizeRange is not null || image.EnumeratedSizes?.Sizes.Count > 1 : FlexibleShapes.IsFlexible(type.MultiArrayType);
        if (several) context.Notes.Add($"input '{name}' takes several shapes; the network is for the default, {shape}");
    }

    private static Shape ShapeOf(string name, FeatureType type, bool exact, NeuralNetwork body)
    {
        if (type.ImageType is { } image)
        {
            int channels = image.ColorSpace is ColorSpace.Grayscale or ColorSpace.GrayscaleFloat16 ? 1 : 3;
            return new Shape(1, channels, checked((int)image.Height), checked((int)image.Width));
        }

        if (type.MultiArrayType is not { } array) throw new CoreMlException($"input '{name}' is neither a picture nor a multi-array");
        int[] extents = FlexibleShapes.DefaultOf(array) is { } shape ? shape.Extents.ToArray() : [];
        if (extents.Length == 0) throw new CoreMlException($"input '{name}' declares no shape");
        if (exact) return new Shape(extents);
        return extents switch
        {
            [int c] => new Shape(1, c, 1, 1),
            [int c, int h, int w] => new Shape(1, c, h, w),
            _ => throw new CoreMlException($"input '{name}' has {extents.Length} dimensions; before exact shapes (version 4) it is 1 or 3 ({body.Layers.Count} layers follow)"),
        };
    }

    // y = scale · x + bias of the channel's colour; the mean image is subtracted.
    private static int Preprocess(NeuralNetworkPreprocessing step, ColorSpace color, int node, string name, ReadContext context)
    {
        Shape shape = context.Builder.ShapeOf(node);
        if (step.MeanImage is { } mean)
        {
            if (mean.MeanImage.Count != shape.Count)
                throw new CoreMlException($"the mean image of input '{name}' has {mean.MeanImage.Count} values; expected {shape.Count}");
            return Arithmetic(BinaryFunction.Sub, node, new Tensor<float>(shape, [.. mean.MeanImage]), $"{name}/mean", context);
        }

        if (step.Scaler is not { } scaler) return node;
        if (scaler.ChannelScale == 0) context.Notes.Add($"the scale of input '{name}' is absent, which is 0: the network sees only the biases");
        float[] bias = color switch
        {
            ColorSpace.Bgr => [scaler.BlueBias, scaler.GreenBias, scaler.RedBias],
            ColorSpace.Rgb => [scaler.RedBias, scaler.GreenBias, scaler.BlueBias],
            _ => [scaler.GrayBias],
        };
        if (scaler.ChannelScale != 1)
            node = Arithmetic(BinaryFunction.Mul, node, new Tensor<float>(new Shape(1), [scaler.ChannelScale]), $"{name}/scale", context);
        return Array.TrueForAll(bias, value => value == 0)
            ? node
            : Arithmetic(BinaryFunction.Add, node, new Tensor<float>(new Shape(bias.Length, 1, 1), bias), $"{name}/bias", context);
    }

    private static int Arithmetic(BinaryFunction function, int node, Tensor<float> operand, string name, ReadContext context)
    {
        int constant = context.Builder.Add(context.UniqueName($"{name}/value"), new Constant(operand));
        return context.Builder.Add(context.UniqueName(name), new Binary(function), node, constant);
    }
}
