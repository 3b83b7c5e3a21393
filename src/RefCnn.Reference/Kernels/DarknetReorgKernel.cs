using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>The formula of Darknet's reorg_cpu for its forward pass without reverse: a scatter into [C / s², H · s, W · s]
/// is read instead as a gather from it, flat index by flat index.</summary>
internal sealed class DarknetReorgKernel : IKernel<DarknetReorg>
{
    public static void Run(DarknetReorg layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        (int channels, int height, int width) = (input.Shape.Channels, input.Shape.Height, input.Shape.Width);
        int s = layer.Stride, viewChannels = channels / (s * s);
        for (int n = 0; n < input.Shape.Batch; n++)
        {
            int item = n * channels * height * width;
            for (int k = 0; k < channels; k++)
            {
                // Output channel k of the view [C, H, W] takes every s-th sample of view channel k mod (C / s²), from place k div (C / s²) of its blocks.
                (int place, int c) = Math.DivRem(k, viewChannels);
                for (int y = 0; y < height; y++)
                {
                    for (int x = 0; x < width; x++)
                    {
                        int viewY = (y * s) + (place / s), viewX = (x * s) + (place % s);
                        int from = (((c * height * s) + viewY) * width * s) + viewX;
                        output[item + (((k * height) + y) * width) + x] = input[item + from];
                    }
                }
            }
        }
    }
}
