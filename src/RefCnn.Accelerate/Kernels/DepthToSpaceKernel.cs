using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[n, c, Y · block + by, X · block + bx] = x[n, k, Y, X] with k made of by, bx and c as <see cref="BlockOrder"/> says.</summary>
internal sealed class DepthToSpaceKernel : IKernel<DepthToSpace>
{
    public static Step Prepare(DepthToSpace layer, Operands operands)
    {
        int block = layer.Block, channels = operands.Output.Shape.Channels;
        return GatherStep.ByAxis(operands, (position, axis) => axis switch
        {
            0 => position[0],
            1 => Channel(position[1], (position[2] % block * block) + (position[3] % block)),
            _ => position[axis] / block,
        });

        int Channel(int c, int place) => layer.Order == BlockOrder.BlockFirst ? (place * channels) + c : (c * block * block) + place;
    }
}
