using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Magnitudes;

/// <summary>
/// What the error of a conditioned layer scales with: a correct engine is within γ(roundings) · magnitude of the true output,
/// with the roundings that the layer's accuracy rule counts.
/// </summary>
/// <typeparam name="TLayer">The layer.</typeparam>
internal interface IMagnitude<TLayer>
    where TLayer : Layer
{
    /// <summary>Computes the magnitude of every output, in double.</summary>
    /// <param name="layer">The layer, all of whose constraints hold.</param>
    /// <param name="operands">Inputs and parameters.</param>
    /// <param name="output">The reference's output.</param>
    /// <param name="magnitude">Zeros of the output's shape, to be filled.</param>
    static abstract void Run(TLayer layer, Operands operands, Tensor<double> output, Tensor<double> magnitude);
}
