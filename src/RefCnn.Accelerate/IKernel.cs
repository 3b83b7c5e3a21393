using RefCnn.Core.Layers;

namespace RefCnn.Accelerate;

/// <summary>How one layer kind is computed in float32.</summary>
/// <typeparam name="TLayer">The layer.</typeparam>
internal interface IKernel<TLayer>
    where TLayer : Layer
{
    /// <summary>Prepares the computation: packs weights, precomputes indices, reserves scratch memory.</summary>
    /// <param name="layer">The layer, all of whose constraints hold.</param>
    /// <param name="operands">Where inputs and output lie; the output has at least one element.</param>
    static abstract Step Prepare(TLayer layer, Operands operands);
}
