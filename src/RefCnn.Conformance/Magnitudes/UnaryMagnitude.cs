using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Magnitudes;

/// <summary>
/// For eˣ, M = |y| · (1 + |x|): a sound engine may compute 2^(x · log₂e), and the rounding of that product is a part of |x| in the exponent.
/// For log x, M = 1 + |y|: x itself is exact, but a sound engine may add the logarithms of exponent and significand, which cancel near
/// x = 1, so that the error there is relative to log 2 rather than to y.
/// </summary>
internal sealed class UnaryMagnitude : IMagnitude<Unary>
{
    public static void Run(Unary layer, Operands operands, Tensor<double> output, Tensor<double> magnitude)
    {
        for (int i = 0; i < output.Count; i++)
        {
            double y = Math.Abs(output[i]);
            magnitude[i] = layer.Function switch
            {
                UnaryFunction.Exp => y == 0 ? 0 : y * (1 + Math.Abs(operands.Input[i])),
                UnaryFunction.Log => 1 + y,
                _ => y,
            };
        }
    }
}
