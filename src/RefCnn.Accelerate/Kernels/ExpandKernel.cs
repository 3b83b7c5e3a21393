using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[p] = x[q] with q = 0 along every axis that stretches and q = p along the others; axes are aligned at the last.</summary>
internal sealed class ExpandKernel : IKernel<Expand>
{
    public static Step Prepare(Expand layer, Operands operands)
    {
        int added = operands.Output.Shape.Rank - operands.Input.Shape.Rank;
        return GatherStep.ByAxis(operands, (position, axis) => operands.Input.Shape[axis] == 1 ? 0 : position[added + axis]);
    }
}
