using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[p] = x[s(p − before)], where s mirrors, clamps or wraps a position outside the input; in constant mode y is the value there.</summary>
internal sealed class PadKernel : IKernel<Pad>
{
    public static Step Prepare(Pad layer, Operands operands) => GatherStep.ByAxis(
        operands, (position, axis) => Source(position[axis] - layer.Before[axis], operands.Input.Shape[axis], layer.Mode), layer.Value);

    private static int Source(int position, int extent, PadMode mode)
    {
        if (position >= 0 && position < extent) return position;
        return mode switch
        {
            PadMode.Reflect => position < 0 ? -position : (2 * (extent - 1)) - position,
            PadMode.Edge => position < 0 ? 0 : extent - 1,
            PadMode.Wrap => position < 0 ? position + extent : position - extent,
            _ => -1,
        };
    }
}
