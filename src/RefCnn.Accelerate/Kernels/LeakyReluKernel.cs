using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = x where x ≥ 0, slope · x elsewhere.</summary>
internal sealed class LeakyReluKernel : IKernel<LeakyRelu>, IBlockedKernel<LeakyRelu>
{
    public static Step Prepare(LeakyRelu layer, Operands operands) => new ActivationStep(Activation.Of(layer)!, operands);

    public static BlockedDemand? Demand(LeakyRelu layer, Site site) => new();

    public static Step PrepareBlocked(LeakyRelu layer, Operands operands) => Prepare(layer, operands);
}
