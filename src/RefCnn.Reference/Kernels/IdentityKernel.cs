using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = x.</summary>
internal sealed class IdentityKernel : IKernel<Identity>
{
    public static void Run(Identity layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        Elementwise.Run(operands.Input, output, x => x);
}
