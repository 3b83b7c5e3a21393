using RefCnn.Accelerate.Convolution;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[n, o, y · stride + kh · dilation − padding, …] += x[n, i, y, x] · weight[i, o, kh, kw], computed as the convolution, or as its phases, that gather the same sums.</summary>
internal sealed class ConvTranspose2DKernel : IKernel<ConvTranspose2D>, IBlockedKernel<ConvTranspose2D>
{
    public static Step Prepare(ConvTranspose2D layer, Operands operands)
    {
        Weights weights = ByOutput(layer, operands.Fusion.Norm, flipped: true);
        return new Im2ColStep(operands.Engine.PlanarGemm, ConvolutionShape.Of(layer, operands), layer.Groups, weights, operands);
    }

    public static BlockedDemand? Demand(ConvTranspose2D layer, Site site)
    {
        if (site.Engine.Gemm is not null || !BlockedConvolution.Fits(layer.Groups, layer.Weight.Shape[0] / layer.Groups, layer.OutputsPerGroup, site.Engine.Unit)) return null;
        return BlockedConvolution.Demand(Phase.OfTransposed(layer.Window, site.Output), layer.Weight, layer.Window.Kernel, layer.Groups, site);
    }

    public static Step PrepareBlocked(ConvTranspose2D layer, Operands operands)
    {
        Weights Folded() => ByOutput(layer, operands.Fusion.Norm, flipped: false);
        return BlockedConvolution.Prepare(Phase.OfTransposed(layer.Window, operands.Output.Shape), layer.Weight, layer.Window.Kernel, Folded, layer.Groups, operands);
    }

    // From [inputs, outputs per group, kh, kw] to [outputs, inputs per group, kh, kw], row by row, the taps as they are or in reverse.
    private static Weights ByOutput(ConvTranspose2D layer, BatchNorm? norm, bool flipped)
    {
        int inputsPerGroup = layer.Weight.Shape[0] / layer.Groups, taps = layer.Weight.Shape[2] * layer.Weight.Shape[3];
        return Weights.Of(Row, inputsPerGroup * taps, layer.Bias, layer.Outputs, norm);

        ReadOnlySpan<float> Row(int output, Span<float> row)
        {
            (int group, int inGroup) = Math.DivRem(output, layer.OutputsPerGroup);
            for (int i = 0; i < inputsPerGroup; i++)
            {
                Span<float> to = row.Slice(i * taps, taps);
                layer.Weight.Span.Slice(((((group * inputsPerGroup) + i) * layer.OutputsPerGroup) + inGroup) * taps, taps).CopyTo(to);
                if (flipped) to.Reverse();
            }

            return row;
        }
    }
}
