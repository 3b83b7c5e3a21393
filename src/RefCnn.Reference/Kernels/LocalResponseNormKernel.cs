using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>
/// y = x / (k + α/n · Σx²)^β. Across channels the sum runs from c − floor((size − 1) / 2), within a channel over the square centred on the sample;
/// what lies outside the input adds nothing, and n stays size or size².
/// </summary>
internal sealed class LocalResponseNormKernel : IKernel<LocalResponseNorm>
{
    public static void Run(LocalResponseNorm layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        bool within = layer.Region == ResponseRegion.WithinChannel;
        double divisor = within ? (double)layer.Size * layer.Size : layer.Size;
        for (int i = 0; i < output.Count; i++)
        {
            double squares = within ? Within(layer, operands.Input, i) : Across(layer, operands.Input, i);
            output[i] = operands.Input[i] / Math.Pow(layer.K + (layer.Alpha / divisor * squares), layer.Beta);
        }
    }

    private static double Across(LocalResponseNorm layer, Tensor<double> input, int i)
    {
        int channels = input.Shape[1], samples = input.Shape.CountBetween(2, input.Shape.Rank), c = i / samples % channels;
        double sum = 0;
        for (int tap = 0; tap < layer.Size; tap++)
        {
            int other = c - ((layer.Size - 1) / 2) + tap;
            if (other < 0 || other >= channels) continue;
            double value = input[i + ((other - c) * samples)];
            sum += value * value;
        }

        return sum;
    }

    private static double Within(LocalResponseNorm layer, Tensor<double> input, int i)
    {
        int height = input.Shape.Height, width = input.Shape.Width, y = i / width % height, x = i % width, reach = layer.Size / 2;
        double sum = 0;
        for (int otherY = Math.Max(y - reach, 0); otherY <= Math.Min(y + reach, height - 1); otherY++)
        {
            for (int otherX = Math.Max(x - reach, 0); otherX <= Math.Min(x + reach, width - 1); otherX++)
            {
                double value = input[i + ((otherY - y) * width) + otherX - x];
                sum += value * value;
            }
        }

        return sum;
    }
}
