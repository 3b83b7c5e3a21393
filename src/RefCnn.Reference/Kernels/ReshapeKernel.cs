using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>The same values in the same order.</summary>
internal sealed class ReshapeKernel : IKernel<Reshape>
{
    public static void Run(Reshape layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        operands.Input.Span.CopyTo(output.Span);
}
