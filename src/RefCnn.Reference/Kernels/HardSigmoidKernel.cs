using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = min(max(α · x + β, 0), 1); Math.Min and Math.Max keep NaN.</summary>
internal sealed class HardSigmoidKernel : IKernel<HardSigmoid>
{
    public static void Run(HardSigmoid layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        Elementwise.Run(operands.Input, output, x => Math.Min(Math.Max((layer.Alpha * x) + layer.Beta, 0), 1));
}
