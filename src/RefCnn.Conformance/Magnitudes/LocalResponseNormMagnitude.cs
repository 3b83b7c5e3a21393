using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Magnitudes;

/// <summary>
/// M = |y| · (1 + β + β · |log b|), with b = k + α/n · Σx². A relative error r of b moves y by β · r; b is a sum of positive terms, so that r is a few roundings.
/// A power computed as exp(β · log b) rounds its exponent, which makes the rounding of |β · log b| a relative error of y.
/// log b comes from the output: |β · log b| = |log |x / y||.
/// </summary>
internal sealed class LocalResponseNormMagnitude : IMagnitude<LocalResponseNorm>
{
    public static void Run(LocalResponseNorm layer, Operands operands, Tensor<double> output, Tensor<double> magnitude)
    {
        for (int i = 0; i < output.Count; i++)
        {
            double exponent = output[i] == 0 ? 0 : Math.Abs(Math.Log(Math.Abs(operands.Input[i] / output[i])));
            magnitude[i] = Math.Abs(output[i]) * (1 + Math.Abs(layer.Beta) + exponent);
        }
    }
}
