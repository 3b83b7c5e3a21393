using RefCnn.Core.Layers;

namespace RefCnn.Accelerate;

/// <summary>Layers after a convolution or a dense layer that its step computes too, in this order.</summary>
/// <param name="Norm">A batch norm, folded into weights and bias; or null.</param>
/// <param name="Residual">A tensor of the output's shape that is added; or null.</param>
/// <param name="Activation">What the sum passes through.</param>
internal sealed record Fusion(BatchNorm? Norm, View? Residual, Activation Activation)
{
    /// <summary>Nothing follows.</summary>
    public static Fusion None { get; } = new(null, null, Activation.None);
}
