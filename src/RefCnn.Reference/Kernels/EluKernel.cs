using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = x where x ≥ 0, α · (eˣ − 1) elsewhere.</summary>
internal sealed class EluKernel : IKernel<Elu>
{
    public static void Run(Elu layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        Elementwise.Run(operands.Input, output, x => x >= 0 ? x : layer.Alpha * ExponentialMinusOne(x));

    // double.ExpM1 subtracts 1 from eˣ and so loses small x. This is Kahan's way: the rounding of e = eˣ is undone by log e.
    private static double ExponentialMinusOne(double x)
    {
        double e = Math.Exp(x);
        if (e == 1) return x;
        return e - 1 == -1 ? -1 : (e - 1) * x / Math.Log(e);
    }
}
