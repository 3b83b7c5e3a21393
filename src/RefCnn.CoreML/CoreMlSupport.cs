using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Emit;
using RefCnn.CoreML.Lowering;

namespace RefCnn.CoreML;

/// <summary>What Core ML cannot express, by layer and, where it depends on them, by shape.</summary>
public static class CoreMlSupport
{
    /// <summary>The most dimensions that Core ML is known to compute with.</summary>
    public const int MaximumRank = 5;

    /// <summary>Why no Core ML file can have a layer, whatever its input; null where one can.</summary>
    /// <param name="layer">The layer.</param>
    public static string? UnsupportedReason(Layer layer) => layer switch
    {
        ArgMaxPool2D => "Core ML does not say where the largest sample of a window lies",
        PoolingLayer { Window.Dilation: var dilation } when dilation != Size2D.One => "Core ML's pooling has no dilation",
        Resize { Interpolation: ResizeInterpolation.Cubic } => "Core ML has no cubic interpolation",
        _ => null,
    };

    /// <summary>Why no Core ML file can have a layer on inputs of given shapes; null where one can.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">The shapes that it reads.</param>
    public static string? UnsupportedReason(Layer layer, params ReadOnlySpan<Shape> inputs)
    {
        if (UnsupportedReason(layer) is { } reason) return reason;
        foreach (Shape input in inputs)
        {
            if (RefusalOf(input) is { } refusal) return refusal;
        }

        if (RefusalOf(layer.InferShape(inputs)) is { } outputRefusal) return outputRefusal;
        foreach (Parameter parameter in layer.Parameters)
        {
            if (parameter.Value is { } value && RefusalOf(value.Shape) is { } parameterRefusal) return parameterRefusal;
        }

        return layer switch
        {
            Resize resize => ResizeEmitter.Refusal(resize, inputs[0]),
            PRelu prelu when !ActivationLowering.IsByChannel(prelu, inputs[0]) && !prelu.Slope.Values.All(float.IsFinite) =>
                "Core ML's slopes are one, or one a channel; others are made of products, which infinite slopes do not survive",
            _ => null,
        };
    }

    /// <summary>Refuses a network that Core ML cannot express.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="CoreMlException">It names the first node that cannot be expressed, and why.</exception>
    public static void Demand(Network network)
    {
        for (int index = 0; index < network.Nodes.Length; index++)
        {
            Node node = network.Nodes[index];
            if (UnsupportedReason(node.Layer, network.InputShapes(index)) is { } reason)
                throw new CoreMlException($"node '{node.Name}' (#{index}, {node.Layer.Kind}): {reason}");
        }
    }

    private static string? RefusalOf(Shape shape)
    {
        if (shape.Rank > MaximumRank) return $"Core ML has at most {MaximumRank} dimensions; a shape here is {shape}";
        return shape.Count == 0 ? $"Core ML has no empty tensors; a shape here is {shape}" : null;
    }
}
