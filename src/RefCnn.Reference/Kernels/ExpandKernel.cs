using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y[p] = x[q] with q = 0 along every axis that stretches and q = p along the others; axes are aligned at the last.</summary>
internal sealed class ExpandKernel : IKernel<Expand>
{
    public static void Run(Expand layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Shape input = operands.Input.Shape;
        int added = output.Shape.Rank - input.Rank;
        Axes.Gather(operands.Input, output, (position, axis) => input[axis] == 1 ? 0 : position[added + axis]);
    }
}
