using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[n, o, y, x] = bias[o] + Σ over i, kh, kw of x[n, i, y · stride + kh · dilation − padding, …] · weight[o, i, kh, kw].</summary>
internal sealed class Conv2DKernel : IKernel<Conv2D>
{
    public static Step Prepare(Conv2D layer, Operands operands)
    {
        var weights = Weights.Of(layer.Weight.Values, layer.Bias, layer.Outputs, operands.Fusion.Norm);
        ConvolutionShape shape = ConvolutionShape.Of(layer, operands);
        if (layer is { InputsPerGroup: 1, Groups: > 1 }) return new DepthwiseStep(shape, weights, operands);
        return operands.Gemm is { } gemm ? new Im2ColStep(gemm, shape, layer.Groups, weights, operands) : new ImageProductStep(shape, layer.Groups, weights, operands);
    }
}
