using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Magnitudes;

/// <summary>
/// M = a · (|x| + |m| + A) + a · |x − m| · (1 + A / s) + |β|, with a = |γ| / s, s = √(v + ε), m and v the mean and variance of the plane, and A the mean of |x|.
/// <para>
/// Derivation, for variances in two passes: the computed mean is off by δ ≤ γ(n) · A, which moves y by a · δ. The squares about the moved mean sum to n · (v + δ²),
/// because Σ(x − m) = 0; √(v + δ² + ε) ≤ s + δ, so that s is off by at most δ, a share of A / s in γ(n). All other operations round values of the size of
/// a · |x − m|, or a · |x| and a · |m| apart where the layer is folded into y = a·x + (β − a·m), and then the sum with β.
/// A variance as E(x²) − m² has no such bound: it loses all its digits where |m| is large beside s.
/// </para>
/// </summary>
internal sealed class InstanceNormMagnitude : IMagnitude<InstanceNorm>
{
    public static void Run(InstanceNorm layer, Operands operands, Tensor<double> output, Tensor<double> magnitude)
    {
        Tensor<double> input = operands.Input;
        Tensor<double>? scale = operands.Parameters[0], shift = operands.Parameters[1];
        int channels = output.Shape[1], samples = output.Shape.CountBetween(2, output.Shape.Rank);
        for (int plane = 0; plane < output.Shape[0] * channels; plane++)
        {
            int c = plane % channels, first = plane * samples;
            double mean = 0, absolute = 0, variance = 0;
            for (int i = first; i < first + samples; i++)
            {
                mean += input[i] / samples;
                absolute += Math.Abs(input[i]) / samples;
            }

            for (int i = first; i < first + samples; i++) variance += (input[i] - mean) * (input[i] - mean) / samples;
            double deviation = Math.Sqrt(variance + layer.Epsilon);

            for (int i = first; i < first + samples; i++)
                magnitude[i] = (Math.Abs(scale?[c] ?? 1) * NormMagnitude.Of(input[i], mean, absolute, deviation)) + Math.Abs(shift?[c] ?? 0);
        }
    }
}
