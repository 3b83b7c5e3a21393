using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = value.</summary>
internal sealed class ConstantKernel : IKernel<Constant>
{
    public static unsafe Step Prepare(Constant layer, Operands operands) =>
        new CopyStep(operands with { Inputs = [new View(operands.Memory.Take(layer.Value.Span), layer.Value.Shape)] });
}
