using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Magnitudes;

/// <summary>
/// For aᵇ, M = |y| · (1 + |b · log|a||): a sound engine may compute exp(b · log a), whose exponent is rounded relative to itself.
/// Where that exponent is not finite (a or b is 0 or infinite) nothing is rounded, and M = |y|, as for the other functions.
/// </summary>
internal sealed class BinaryMagnitude : IMagnitude<Binary>
{
    public static void Run(Binary layer, Operands operands, Tensor<double> output, Tensor<double> magnitude)
    {
        Operands logarithmAndPower = new([operands.Inputs[0].Map(a => Math.Log(Math.Abs(a))), operands.Inputs[1]], []);
        Tensor<double> exponent = ReferenceEngine.Compute(new Binary(BinaryFunction.Mul), logarithmAndPower);
        for (int i = 0; i < output.Count; i++)
        {
            bool rounded = layer.Function == BinaryFunction.Pow && double.IsFinite(exponent[i]);
            magnitude[i] = Math.Abs(output[i]) * (rounded ? 1 + Math.Abs(exponent[i]) : 1);
        }
    }
}
