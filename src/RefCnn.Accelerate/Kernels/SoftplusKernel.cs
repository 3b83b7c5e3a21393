using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = max(x, 0) + log(1 + t) with t = e^−|x|; log(1 + t) = 2 · artanh(t / (2 + t)) keeps a small t.</summary>
internal sealed class SoftplusKernel : IKernel<Softplus>
{
    public static Step Prepare(Softplus layer, Operands operands) => new ElementwiseStep<Function>(default, operands);

    private readonly struct Function : IElementFunction
    {
        public double Of(double x)
        {
            double t = Math.Exp(-Math.Abs(x));
            return Math.Max(x, 0) + (2 * Math.Atanh(t / (2 + t)));
        }
    }
}
