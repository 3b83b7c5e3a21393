using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = x where x ≥ 0, slope · x elsewhere; the slope broadcasts to the input, aligned at the last axes.</summary>
internal sealed class PReluKernel : IKernel<PRelu>
{
    public static unsafe Step Prepare(PRelu layer, Operands operands) =>
        new BroadcastStep<Function>(default, operands.Input, new View(operands.Memory.Take(layer.Slope.Span), layer.Slope.Shape), operands.Output);

    private readonly struct Function : IPairFunction
    {
        public float Of(float left, float right) => left >= 0 ? left : right * left;
    }
}
