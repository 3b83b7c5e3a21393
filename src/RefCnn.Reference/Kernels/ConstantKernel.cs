using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = value.</summary>
internal sealed class ConstantKernel : IKernel<Constant>
{
    public static void Run(Constant layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        Elementwise.Run(operands.Parameters[0]!, output, x => x);
}
