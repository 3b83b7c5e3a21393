using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y[p] = x[start + p · step] along every axis.</summary>
internal sealed class SliceKernel : IKernel<Slice>
{
    public static void Run(Slice layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        Axes.Gather(operands.Input, output, (position, axis) => layer.Starts[axis] + (position[axis] * layer.Steps[axis]));
}
