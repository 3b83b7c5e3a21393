using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = x where x ≥ 0, α · (eˣ − 1) elsewhere.</summary>
internal sealed class EluKernel : IKernel<Elu>
{
    public static Step Prepare(Elu layer, Operands operands) => new ElementwiseStep<Function>(new Function(layer.Alpha), operands);

    private readonly struct Function(float alpha) : IElementFunction
    {
        public double Of(double x) => x >= 0 ? x : alpha * ExponentialMinusOne(x);

        // e^x − 1 = 2 · sinh(x/2) · e^(x/2), without the cancellation of small x.
        private static double ExponentialMinusOne(double x) => x < -1 ? Math.Exp(x) - 1 : 2 * Math.Sinh(x / 2) * Math.Exp(x / 2);
    }
}
