using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[p] = x[p mod extent] along every axis.</summary>
internal sealed class RepeatKernel : IKernel<Tile>
{
    public static Step Prepare(Tile layer, Operands operands) =>
        GatherStep.ByAxis(operands, (position, axis) => position[axis] % operands.Input.Shape[axis]);
}
