using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = tanh x.</summary>
internal sealed class TanhKernel : IKernel<Tanh>
{
    public static Step Prepare(Tanh layer, Operands operands) => new ElementwiseStep<Function>(default, operands);

    private readonly struct Function : IElementFunction
    {
        public double Of(double x) => Math.Tanh(x);
    }
}
