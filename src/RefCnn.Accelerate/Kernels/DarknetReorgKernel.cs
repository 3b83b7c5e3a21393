using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>Darknet's reorg_cpu as a gather: x is viewed as [C / s², H · s, W · s], and output channel k takes every s-th sample of view channel k mod (C / s²).</summary>
internal sealed class DarknetReorgKernel : IKernel<DarknetReorg>
{
    public static Step Prepare(DarknetReorg layer, Operands operands)
    {
        Shape input = operands.Input.Shape;
        (int channels, int height, int width, int s) = (input.Channels, input.Height, input.Width, layer.Stride);
        int viewChannels = channels / (s * s), plane = height * width;
        int[] sources = new int[input.Count];
        for (int to = 0; to < sources.Length; to++)
        {
            int item = to / (channels * plane), k = to / plane % channels, y = to % plane / width, x = to % width;
            (int place, int c) = Math.DivRem(k, viewChannels);
            int viewY = (y * s) + (place / s), viewX = (x * s) + (place % s);
            sources[to] = (item * channels * plane) + ((((c * height * s) + viewY) * width * s) + viewX);
        }

        return new GatherStep(operands, sources);
    }
}
