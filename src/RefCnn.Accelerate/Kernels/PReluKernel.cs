using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = x where x ≥ 0, slope · x elsewhere; the slope broadcasts to the input, aligned at the last axes.</summary>
internal sealed class PReluKernel : IKernel<PRelu>
{
    public static unsafe Step Prepare(PRelu layer, Operands operands)
    {
        AlignedBuffer slope = AlignedBuffer.Of(layer.Slope.Span);
        return new OwningStep(new BroadcastStep<Function>(default, operands.Input, new View(slope.Data, layer.Slope.Shape), operands.Output), slope);
    }

    private readonly struct Function : IPairFunction
    {
        public float Of(float left, float right) => left >= 0 ? left : right * left;
    }
}
