using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y[n, c, Y · block + by, X · block + bx] = x[n, k, Y, X] with k made of by, bx and c as <see cref="BlockOrder"/> says.</summary>
internal sealed class DepthToSpaceKernel : IKernel<DepthToSpace>
{
    public static void Run(DepthToSpace layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        int block = layer.Block;
        for (int n = 0; n < input.Shape.Batch; n++)
        {
            for (int c = 0; c < output.Shape.Channels; c++)
            {
                for (int y = 0; y < output.Shape.Height; y++)
                {
                    for (int x = 0; x < output.Shape.Width; x++)
                    {
                        int place = (y % block * block) + (x % block);
                        int channel = layer.Order == BlockOrder.BlockFirst ? (place * output.Shape.Channels) + c : (c * block * block) + place;
                        output[n, c, y, x] = input[n, channel, y / block, x / block];
                    }
                }
            }
        }
    }
}
