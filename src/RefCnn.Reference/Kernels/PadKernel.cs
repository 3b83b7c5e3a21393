using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y[p] = x[s(p − before)], where s mirrors, clamps or wraps a position outside the input; in constant mode y is the value there.</summary>
internal sealed class PadKernel : IKernel<Pad>
{
    public static void Run(Pad layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Shape input = operands.Input.Shape;
        if (layer.Mode == PadMode.Constant) output.Span.Fill(layer.Value);
        if (input.Count > 0)
            Axes.Gather(operands.Input, output, (position, axis) => Source(position[axis] - layer.Before[axis], input[axis], layer.Mode));
    }

    private static int? Source(int position, int extent, PadMode mode)
    {
        if (position >= 0 && position < extent) return position;
        return mode switch
        {
            PadMode.Reflect => position < 0 ? -position : (2 * (extent - 1)) - position,
            PadMode.Edge => position < 0 ? 0 : extent - 1,
            PadMode.Wrap => position < 0 ? position + extent : position - extent,
            _ => null,
        };
    }
}
