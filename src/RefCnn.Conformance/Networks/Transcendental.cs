using RefCnn.Core.Layers;

namespace RefCnn.Conformance.Networks;

/// <summary>Which layers call functions whose last bit IEEE 754 leaves to the platform: powers, exponentials, logarithms, hyperbolic functions.</summary>
internal static class Transcendental
{
    /// <summary>Whether a layer does.</summary>
    /// <param name="layer">The layer.</param>
    public static bool Is(Layer layer) => layer is LocalResponseNorm or Softmax or LogSoftmax or Tanh or Sigmoid or Elu or Softplus or Unary
        or Binary { Function: BinaryFunction.Pow };
}
