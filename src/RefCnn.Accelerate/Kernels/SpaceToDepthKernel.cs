using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[n, k, Y, X] = x[n, c, Y · block + by, X · block + bx] with k made of by, bx and c as <see cref="BlockOrder"/> says.</summary>
internal sealed class SpaceToDepthKernel : IKernel<SpaceToDepth>
{
    public static Step Prepare(SpaceToDepth layer, Operands operands)
    {
        int block = layer.Block, channels = operands.Input.Shape.Channels;
        return GatherStep.ByAxis(operands, (position, axis) =>
        {
            int k = position[1];
            (int c, int place) = layer.Order == BlockOrder.BlockFirst ? (k % channels, k / channels) : (k / (block * block), k % (block * block));
            return axis switch
            {
                0 => position[0],
                1 => c,
                2 => (position[2] * block) + (place / block),
                _ => (position[3] * block) + (place % block),
            };
        });
    }
}
