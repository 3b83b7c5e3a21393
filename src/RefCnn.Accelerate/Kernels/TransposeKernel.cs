using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[p] = x[q] with q[permutation[i]] = p[i] for every output axis i.</summary>
internal sealed class TransposeKernel : IKernel<Transpose>
{
    public static Step Prepare(Transpose layer, Operands operands) =>
        GatherStep.ByAxis(operands, (position, axis) => position[layer.Permutation.IndexOf(axis)]);
}
