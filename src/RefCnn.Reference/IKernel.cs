using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference;

/// <summary>The ground truth of one layer kind: plain loops in double, nothing clever.</summary>
/// <typeparam name="TLayer">The layer.</typeparam>
internal interface IKernel<TLayer>
    where TLayer : Layer
{
    /// <summary>Computes the output.</summary>
    /// <param name="layer">The layer, all of whose constraints hold.</param>
    /// <param name="operands">Inputs and parameters.</param>
    /// <param name="output">Zeros of the inferred shape, to be filled.</param>
    /// <param name="parallel">How many output channels may be computed side by side.</param>
    static abstract void Run(TLayer layer, Operands operands, Tensor<double> output, ParallelOptions parallel);
}
