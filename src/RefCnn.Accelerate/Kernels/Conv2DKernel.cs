using RefCnn.Accelerate.Convolution;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[n, o, y, x] = bias[o] + Σ over i, kh, kw of x[n, i, y · stride + kh · dilation − padding, …] · weight[o, i, kh, kw].</summary>
internal sealed class Conv2DKernel : IKernel<Conv2D>, IBlockedKernel<Conv2D>
{
    public static Step Prepare(Conv2D layer, Operands operands)
    {
        ConvolutionShape shape = ConvolutionShape.Of(layer, operands);
        return IsDepthwise(layer)
            ? new DepthwiseStep(shape, WeightsOf(layer, operands), operands)
            : new Im2ColStep(operands.Engine.PlanarGemm, shape, layer.Groups, WeightsOf(layer, operands), operands);
    }

    public static BlockedDemand? Demand(Conv2D layer, Site site)
    {
        bool depthwise = IsDepthwise(layer) && layer.Outputs == layer.Groups;
        if (!depthwise && (site.Engine.Gemm is not null || !BlockedConvolution.Fits(layer.Groups, layer.InputsPerGroup, layer.Outputs / layer.Groups, site.Engine.Unit))) return null;

        return BlockedConvolution.Demand(Phase.Of(layer.Window, site.Output), layer.Weight, layer.Window.Kernel, layer.Groups, site);
    }

    public static Step PrepareBlocked(Conv2D layer, Operands operands)
    {
        return IsDepthwise(layer)
            ? new BlockedDepthwiseStep(layer.Window, WeightsOf(layer, operands), operands, operands.Engine.Unit)
            : BlockedConvolution.Prepare(
                Phase.Of(layer.Window, operands.Output.Shape), layer.Weight, layer.Window.Kernel, () => WeightsOf(layer, operands), layer.Groups, operands);
    }

    private static bool IsDepthwise(Conv2D layer) => layer is { InputsPerGroup: 1, Groups: > 1 };

    private static Weights WeightsOf(Conv2D layer, Operands operands) => Weights.Of(layer.Weight.Values, layer.Bias, layer.Outputs, operands.Fusion.Norm);
}
