using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>
/// y = log(1 + eˣ) = max(x, 0) + log(1 + t) with t = e^−|x|, which cannot overflow. log(1 + t) = 2 · artanh(t / (2 + t)) keeps a small t,
/// which double.LogP1 loses by adding 1 first.
/// </summary>
internal sealed class SoftplusKernel : IKernel<Softplus>
{
    public static void Run(Softplus layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        Elementwise.Run(operands.Input, output, x => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x))));

    private static double LogOnePlus(double t) => 2 * Math.Atanh(t / (2 + t));
}
