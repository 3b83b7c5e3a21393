using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y[p] = x[q] with q[permutation[i]] = p[i] for every output axis i.</summary>
internal sealed class TransposeKernel : IKernel<Transpose>
{
    public static void Run(Transpose layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        Axes.Gather(operands.Input, output, (position, axis) => position[layer.Permutation.IndexOf(axis)]);
}
