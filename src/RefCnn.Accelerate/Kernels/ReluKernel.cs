using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = max(x, 0).</summary>
internal sealed class ReluKernel : IKernel<Relu>
{
    public static Step Prepare(Relu layer, Operands operands) => new ActivationStep(Activation.Of(layer)!, operands);
}
