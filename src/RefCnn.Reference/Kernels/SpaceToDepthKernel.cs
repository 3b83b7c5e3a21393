using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y[n, k, Y, X] = x[n, c, Y · block + by, X · block + bx] with k made of by, bx and c as <see cref="BlockOrder"/> says.</summary>
internal sealed class SpaceToDepthKernel : IKernel<SpaceToDepth>
{
    public static void Run(SpaceToDepth layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        int block = layer.Block;
        for (int n = 0; n < input.Shape.Batch; n++)
        {
            for (int c = 0; c < input.Shape.Channels; c++)
            {
                for (int y = 0; y < input.Shape.Height; y++)
                {
                    for (int x = 0; x < input.Shape.Width; x++)
                    {
                        int place = (y % block * block) + (x % block);
                        int channel = layer.Order == BlockOrder.BlockFirst ? (place * input.Shape.Channels) + c : (c * block * block) + place;
                        output[n, channel, y / block, x / block] = input[n, c, y, x];
                    }
                }
            }
        }
    }
}
