using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = min(max(x, minimum), maximum); Math.Min and Math.Max keep NaN.</summary>
internal sealed class ClipKernel : IKernel<Clip>
{
    public static void Run(Clip layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        Elementwise.Run(operands.Input, output, x => Math.Min(Math.Max(x, layer.Minimum), layer.Maximum));
}
