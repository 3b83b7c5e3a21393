using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Magnitudes;

/// <summary>
/// M = |α · x| + |β|, since these two may cancel and clamping never enlarges an error. Where α · x + β lies outside 0 … 1 by more than
/// any rounding of it, even in float16 (γ(3) &lt; 2⁻⁸), the clamp removes the error and M = |y|.
/// </summary>
internal sealed class HardSigmoidMagnitude : IMagnitude<HardSigmoid>
{
    private const double LargestRelativeError = 1.0 / 256;

    public static void Run(HardSigmoid layer, Operands operands, Tensor<double> output, Tensor<double> magnitude)
    {
        for (int i = 0; i < output.Count; i++)
        {
            double scaled = layer.Alpha * operands.Input[i], sum = scaled + layer.Beta, outside = Math.Max(-sum, sum - 1);
            double terms = Math.Abs(scaled) + Math.Abs(layer.Beta);
            bool clamped = double.IsInfinity(sum) || outside > terms * LargestRelativeError;
            magnitude[i] = clamped ? Math.Abs(output[i]) : terms;
        }
    }
}
