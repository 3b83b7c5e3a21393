using RefCnn.Accelerate.Convolution;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[n, o, y · stride + kh · dilation − padding, …] += x[n, i, y, x] · weight[i, o, kh, kw], computed as the convolution, or as its phases, that gather the same sums.</summary>
internal sealed class ConvTranspose2DKernel : IKernel<ConvTranspose2D>, IBlockedKernel<ConvTranspose2D>
{
    public static Step Prepare(ConvTranspose2D layer, Operands operands)
    {
        var weights = Weights.Of(ByOutput(layer, flipped: true), layer.Bias, layer.Outputs, operands.Fusion.Norm);
        return new Im2ColStep(operands.Engine.PlanarGemm, ConvolutionShape.Of(layer, operands), layer.Groups, weights, operands);
    }

    public static BlockedDemand? Demand(ConvTranspose2D layer, Site site)
    {
        if (site.Engine.Gemm is not null || !BlockedConvolution.Fits(layer.Groups, layer.Weight.Shape[0] / layer.Groups, layer.OutputsPerGroup, site.Engine.Unit)) return null;
        return BlockedConvolution.Demand(Phase.OfTransposed(layer.Window, site.Output), layer.Weight, layer.Window.Kernel, layer.Groups, site);
    }

    public static Step PrepareBlocked(ConvTranspose2D layer, Operands operands)
    {
        return BlockedConvolution.Prepare(
            Phase.OfTransposed(layer.Window, operands.Output.Shape), layer.Weight, layer.Window.Kernel, FoldedWeights, layer.Groups, operands);

        Weights FoldedWeights() => Weights.Of(ByOutput(layer, flipped: false), layer.Bias, layer.Outputs, operands.Fusion.Norm);
    }

    // From [inputs, outputs per group, kh, kw] to [outputs, inputs per group, kh, kw], the taps as they are or in reverse.
    private static float[] ByOutput(ConvTranspose2D layer, bool flipped)
    {
        int inputsPerGroup = layer.Weight.Shape[0] / layer.Groups, taps = layer.Weight.Shape[2] * layer.Weight.Shape[3];
        float[] rows = new float[layer.Weight.Count], weight = layer.Weight.Values;
        for (int o = 0; o < layer.Outputs; o++)
        {
            (int group, int inGroup) = Math.DivRem(o, layer.OutputsPerGroup);
            for (int i = 0; i < inputsPerGroup; i++)
            {
                int from = ((((group * inputsPerGroup) + i) * layer.OutputsPerGroup) + inGroup) * taps, to = ((o * inputsPerGroup) + i) * taps;
                for (int tap = 0; tap < taps; tap++) rows[to + tap] = weight[from + (flipped ? taps - 1 - tap : tap)];
            }
        }

        return rows;
    }
}
