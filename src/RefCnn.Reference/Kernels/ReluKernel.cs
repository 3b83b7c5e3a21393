using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = max(x, 0); Math.Max keeps NaN.</summary>
internal sealed class ReluKernel : IKernel<Relu>
{
    public static void Run(Relu layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        Elementwise.Run(operands.Input, output, x => Math.Max(x, 0));
}
