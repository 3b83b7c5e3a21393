using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Magnitudes;

/// <summary>
/// M = |α| where x &lt; 0: eˣ has a relative error and the subtraction of 1 a rounding of its own, and together
/// |α| · eˣ + |α| · (1 − eˣ) = |α|. M = |y| elsewhere, where x is copied.
/// </summary>
internal sealed class EluMagnitude : IMagnitude<Elu>
{
    public static void Run(Elu layer, Operands operands, Tensor<double> output, Tensor<double> magnitude)
    {
        for (int i = 0; i < output.Count; i++)
            magnitude[i] = operands.Input[i] < 0 ? Math.Abs(layer.Alpha) : Math.Abs(output[i]);
    }
}
