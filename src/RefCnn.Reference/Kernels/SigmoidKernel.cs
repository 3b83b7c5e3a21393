using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = 1 / (1 + e⁻ˣ); eˣ / (1 + eˣ) for negative x, where e⁻ˣ would overflow before y underflows.</summary>
internal sealed class SigmoidKernel : IKernel<Sigmoid>
{
    public static void Run(Sigmoid layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        Elementwise.Run(operands.Input, output, x => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x)));
}
