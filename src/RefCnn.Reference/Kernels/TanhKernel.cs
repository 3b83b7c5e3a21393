using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = tanh x.</summary>
internal sealed class TanhKernel : IKernel<Tanh>
{
    public static void Run(Tanh layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        Elementwise.Run(operands.Input, output, Math.Tanh);
}
