using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>The same values in the same order.</summary>
internal sealed class FlattenKernel : IKernel<Flatten>
{
    public static void Run(Flatten layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        operands.Input.Span.CopyTo(output.Span);
}
