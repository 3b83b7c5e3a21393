using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = value.</summary>
internal sealed class ConstantKernel : IKernel<Constant>
{
    public static unsafe Step Prepare(Constant layer, Operands operands)
    {
        AlignedBuffer value = AlignedBuffer.Of(layer.Value.Span);
        return new OwningStep(new CopyStep(operands with { Inputs = [new View(value.Data, layer.Value.Shape)] }), value);
    }
}
