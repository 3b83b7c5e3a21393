using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Magnitudes;

/// <summary>
/// M = |y| + (1 + |x|) · t / (1 + t), with t = e^−|x|: a sound engine computes max(x, 0) + log1p(t). The exponential is off by a part of 1 + |x| (<see cref="UnaryMagnitude"/>), of which
/// the logarithm keeps t / (1 + t); the rest is rounded relative to itself. The logarithm of 1 + eˣ, with the sum rounded, has no such bound: it loses eˣ beside 1.
/// </summary>
internal sealed class SoftplusMagnitude : IMagnitude<Softplus>
{
    public static void Run(Softplus layer, Operands operands, Tensor<double> output, Tensor<double> magnitude)
    {
        for (int i = 0; i < output.Count; i++)
        {
            double size = Math.Abs(operands.Input[i]), t = Math.Exp(-size);
            magnitude[i] = Math.Abs(output[i]) + (t == 0 ? 0 : (1 + size) * t / (1 + t));
        }
    }
}
