using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Magnitudes;

/// <summary>M = 1 + |y|: 1 + eˣ is rounded relative to at least 1 before its logarithm is taken, and the result is rounded relative to itself.</summary>
internal sealed class SoftplusMagnitude : IMagnitude<Softplus>
{
    public static void Run(Softplus layer, Operands operands, Tensor<double> output, Tensor<double> magnitude)
    {
        for (int i = 0; i < output.Count; i++) magnitude[i] = 1 + Math.Abs(output[i]);
    }
}
