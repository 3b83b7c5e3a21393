using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = x where x ≥ 0, slope · x elsewhere.</summary>
internal sealed class LeakyReluKernel : IKernel<LeakyRelu>
{
    public static Step Prepare(LeakyRelu layer, Operands operands) => new ActivationStep(Activation.Of(layer)!, operands);
}
