using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[n, o, y · stride + kh · dilation − padding, …] += x[n, i, y, x] · weight[i, o, kh, kw], computed as the convolution that gathers the same sums.</summary>
internal sealed class ConvTranspose2DKernel : IKernel<ConvTranspose2D>
{
    public static Step Prepare(ConvTranspose2D layer, Operands operands)
    {
        var weights = Weights.Of(Flipped(layer), layer.Bias, layer.Outputs, operands.Fusion.Norm);
        ConvolutionShape shape = ConvolutionShape.Of(layer, operands);
        return operands.Gemm is { } gemm ? new Im2ColStep(gemm, shape, layer.Groups, weights, operands) : new ImageProductStep(shape, layer.Groups, weights, operands);
    }

    // From [inputs, outputs per group, kh, kw] to [outputs, inputs per group, kh, kw], the taps in reverse.
    private static float[] Flipped(ConvTranspose2D layer)
    {
        int inputsPerGroup = layer.Weight.Shape[0] / layer.Groups, taps = layer.Weight.Shape[2] * layer.Weight.Shape[3];
        float[] flipped = new float[layer.Weight.Count], weight = layer.Weight.Values;
        for (int o = 0; o < layer.Outputs; o++)
        {
            (int group, int inGroup) = Math.DivRem(o, layer.OutputsPerGroup);
            for (int i = 0; i < inputsPerGroup; i++)
            {
                int from = ((((group * inputsPerGroup) + i) * layer.OutputsPerGroup) + inGroup) * taps, to = ((o * inputsPerGroup) + i) * taps;
                for (int tap = 0; tap < taps; tap++) flipped[to + tap] = weight[from + taps - 1 - tap];
            }
        }

        return flipped;
    }
}
