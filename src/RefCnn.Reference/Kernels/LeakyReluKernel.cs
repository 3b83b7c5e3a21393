using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = x where x ≥ 0, slope · x elsewhere.</summary>
internal sealed class LeakyReluKernel : IKernel<LeakyRelu>
{
    public static void Run(LeakyRelu layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        Elementwise.Run(operands.Input, output, x => x >= 0 ? x : layer.Slope * x);
}
