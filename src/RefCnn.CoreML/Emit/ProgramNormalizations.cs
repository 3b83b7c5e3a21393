using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Emit;

/// <summary>Layers with parameters by channel.</summary>
internal static class ProgramNormalizations
{
    /// <summary>batch_norm.</summary>
    public static void Batch(ProgramNode node)
    {
        var layer = (BatchNorm)node.Layer;
        var channels = new Shape(node.InputShape.Channels);
        node.X().Bind("mean", channels, layer.Mean.Values).Bind("variance", channels, layer.Variance.Values)
            .Bind("gamma", channels, NormalizationEmitters.ValuesOr(layer.Scale, channels.Count, 1))
            .Bind("beta", channels, NormalizationEmitters.ValuesOr(layer.Shift, channels.Count, 0))
            .Bind("epsilon", layer.Epsilon).Finish("batch_norm");
    }

    /// <summary>instance_norm.</summary>
    public static void Instance(ProgramNode node)
    {
        var layer = (InstanceNorm)node.Layer;
        var channels = new Shape(node.InputShape.Channels);
        node.X().Bind("gamma", channels, NormalizationEmitters.ValuesOr(layer.Scale, channels.Count, 1))
            .Bind("beta", channels, NormalizationEmitters.ValuesOr(layer.Shift, channels.Count, 0))
            .Bind("epsilon", layer.Epsilon).Finish("instance_norm");
    }

    /// <summary>local_response_norm at rank 4; α is divided by the size.</summary>
    public static void LocalResponse(ProgramNode node)
    {
        var layer = (LocalResponseNorm)node.Layer;
        node.X().Bind("size", MilValues.Of(layer.Size)).Bind("alpha", layer.Alpha).Bind("beta", layer.Beta).Bind("k", layer.K).Finish("local_response_norm");
    }

    /// <summary>prelu with a slope a channel.</summary>
    public static void PRelu(ProgramNode node)
    {
        Tensor<float> slope = ((PRelu)node.Layer).Slope;
        var channels = new Shape(node.InputShape.Channels);
        float[] values = slope.Count == channels.Count ? slope.Values : [.. Enumerable.Repeat(slope[0], channels.Count)];
        node.X().Bind("alpha", channels, values).Finish("prelu");
    }
}
