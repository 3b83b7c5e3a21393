using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = min(max(x, minimum), maximum).</summary>
internal sealed class ClipKernel : IKernel<Clip>, IBlockedKernel<Clip>
{
    public static Step Prepare(Clip layer, Operands operands) => new ActivationStep(Activation.Of(layer)!, operands);

    public static BlockedDemand? Demand(Clip layer, Site site) => new();

    public static Step PrepareBlocked(Clip layer, Operands operands) => Prepare(layer, operands);
}
