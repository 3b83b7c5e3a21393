using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Emit;

/// <summary>Normalisations of rank 4.</summary>
internal static class NormalizationEmitters
{
    /// <summary>batchnorm with given statistics.</summary>
    public static void Batch(NeuralNetworkNode node)
    {
        var layer = (BatchNorm)node.Layer;
        node.Finish(made => made.Batchnorm = new BatchnormLayerParams
        {
            Channels = (ulong)node.Input.Channels,
            Epsilon = EpsilonFor(layer),
            Gamma = node.Weights(ValuesOr(layer.Scale, node.Input.Channels, 1)),
            Beta = node.Weights(ValuesOr(layer.Shift, node.Input.Channels, 0)),
            Mean = node.Weights(layer.Mean.Span),
            Variance = node.Weights(layer.Variance.Span),
        });
    }

    /// <summary>batchnorm that computes its own statistics over the plane of each item.</summary>
    public static void Instance(NeuralNetworkNode node)
    {
        var layer = (InstanceNorm)node.Layer;
        node.Finish(made => made.Batchnorm = new BatchnormLayerParams
        {
            Channels = (ulong)node.Input.Channels,
            ComputeMeanVar = true,
            InstanceNormalization = true,
            Epsilon = (float)layer.Epsilon,
            Gamma = node.Weights(ValuesOr(layer.Scale, node.Input.Channels, 1)),
            Beta = node.Weights(ValuesOr(layer.Shift, node.Input.Channels, 0)),
        });
    }

    /// <summary>lrn across channels.</summary>
    public static void LocalResponse(NeuralNetworkNode node)
    {
        var layer = (LocalResponseNorm)node.Layer;
        node.Finish(made => made.Lrn = new LRNLayerParams
        {
            Alpha = (float)layer.Alpha,
            Beta = (float)layer.Beta,
            LocalSize = (ulong)layer.Size,
            K = (float)layer.K,
        });
    }

    /// <summary>
    /// ε as Core ML can store it. 0 would stand for 1e-5; in its place comes a number so small that no variance plus it differs from the
    /// variance in float32.
    /// </summary>
    /// <param name="layer">The layer.</param>
    public static float EpsilonFor(BatchNorm layer)
    {
        if (layer.Epsilon > 0) return (float)layer.Epsilon;
        float smallest = float.MaxValue;
        foreach (float variance in layer.Variance.Span) smallest = variance < smallest ? variance : smallest;
        return Math.Max(smallest * 9.313225746154785e-10f, float.Epsilon);
    }

    /// <summary>The values of a tensor, or one number for each channel where there is none.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="channels">How many.</param>
    /// <param name="otherwise">The number.</param>
    public static float[] ValuesOr(Tensor<float>? tensor, int channels, float otherwise)
    {
        if (tensor is not null) return tensor.Values;
        float[] values = new float[channels];
        Array.Fill(values, otherwise);
        return values;
    }
}
