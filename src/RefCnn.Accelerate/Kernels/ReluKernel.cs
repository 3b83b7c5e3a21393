using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = max(x, 0).</summary>
internal sealed class ReluKernel : IKernel<Relu>, IBlockedKernel<Relu>
{
    public static Step Prepare(Relu layer, Operands operands) => new ActivationStep(Activation.Of(layer)!, operands);

    public static BlockedDemand? Demand(Relu layer, Site site) => new();

    public static Step PrepareBlocked(Relu layer, Operands operands) => Prepare(layer, operands);
}
