using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = min(max(x, minimum), maximum).</summary>
internal sealed class ClipKernel : IKernel<Clip>
{
    public static Step Prepare(Clip layer, Operands operands) => new ActivationStep(Activation.Of(layer)!, operands);
}
