using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance;

/// <summary>Layers with other numbers.</summary>
internal static class LayerParameters
{
    /// <summary>The layer with other tensors for its own.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="parameters">A tensor, or null, for each of its parameters, in its order.</param>
    public static Layer Replaced(Layer layer, params Tensor<float>?[] parameters) => layer switch
    {
        Conv2D conv => conv with { Weight = parameters[0]!, Bias = parameters[1] },
        ConvTranspose2D conv => conv with { Weight = parameters[0]!, Bias = parameters[1] },
        Dense dense => dense with { Weight = parameters[0]!, Bias = parameters[1] },
        BatchNorm norm => norm with { Mean = parameters[0]!, Variance = parameters[1]!, Scale = parameters[2], Shift = parameters[3] },
        InstanceNorm norm => norm with { Scale = parameters[0], Shift = parameters[1] },
        PRelu prelu => prelu with { Slope = parameters[0]! },
        Constant => new Constant(parameters[0]!),
        _ when parameters.Length == 0 => layer,
        _ => throw new InvalidOperationException($"{layer.Kind} has parameters that are not known here"),
    };
}
