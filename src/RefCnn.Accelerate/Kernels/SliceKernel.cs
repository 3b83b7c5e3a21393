using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[p] = x[start + p · step] along every axis.</summary>
internal sealed class SliceKernel : IKernel<Slice>
{
    public static Step Prepare(Slice layer, Operands operands) =>
        GatherStep.ByAxis(operands, (position, axis) => layer.Starts[axis] + (position[axis] * layer.Steps[axis]));
}
