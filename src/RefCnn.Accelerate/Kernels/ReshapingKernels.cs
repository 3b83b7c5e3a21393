using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>The layers that only rename positions: y holds the values of x in the same order.</summary>
internal sealed class ReshapingKernels : IKernel<Identity>, IKernel<Flatten>, IKernel<Reshape>, IKernel<Squeeze>, IKernel<Unsqueeze>
{
    public static Step Prepare(Identity layer, Operands operands) => new CopyStep(operands);

    public static Step Prepare(Flatten layer, Operands operands) => new CopyStep(operands);

    public static Step Prepare(Reshape layer, Operands operands) => new CopyStep(operands);

    public static Step Prepare(Squeeze layer, Operands operands) => new CopyStep(operands);

    public static Step Prepare(Unsqueeze layer, Operands operands) => new CopyStep(operands);
}
