using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>The same values in the same order.</summary>
internal sealed class SqueezeKernel : IKernel<Squeeze>
{
    public static void Run(Squeeze layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        operands.Input.Span.CopyTo(output.Span);
}
