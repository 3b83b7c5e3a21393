using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = min(max(α · x + β, 0), 1); Math.Min and Math.Max keep NaN.</summary>
internal sealed class HardSigmoidKernel : IKernel<HardSigmoid>
{
    public static Step Prepare(HardSigmoid layer, Operands operands) => new ElementwiseStep<Function>(new Function(layer.Alpha, layer.Beta), operands);

    private readonly struct Function(float alpha, float beta) : IElementFunction
    {
        public double Of(double x) => Math.Min(Math.Max((alpha * x) + beta, 0), 1);
    }
}
