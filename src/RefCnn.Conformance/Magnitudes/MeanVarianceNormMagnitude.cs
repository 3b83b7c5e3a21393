using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Magnitudes;

/// <summary>
/// M = (|x| + |m| + A) / s + |x − m| / s · (1 + A / s), with s the standard deviation with its ε and A the mean of |x| over the axes; or |x| + |m| + A where only the mean
/// is subtracted. <see cref="InstanceNormMagnitude"/> derives it; √(v + δ²) ≤ √v + δ holds wherever ε is placed.
/// </summary>
internal sealed class MeanVarianceNormMagnitude : IMagnitude<MeanVarianceNorm>
{
    public static void Run(MeanVarianceNorm layer, Operands operands, Tensor<double> output, Tensor<double> magnitude)
    {
        Tensor<double> input = operands.Input;
        int[] group = AxisGroups.Of(output.Shape, layer.Axes.AsSpan());
        double[] mean = new double[output.Count], absolute = new double[output.Count], variance = new double[output.Count];
        int samples = 1;
        foreach (int axis in layer.Axes) samples *= output.Shape[axis];

        for (int i = 0; i < output.Count; i++)
        {
            mean[group[i]] += input[i] / samples;
            absolute[group[i]] += Math.Abs(input[i]) / samples;
        }

        for (int i = 0; i < output.Count; i++)
            variance[group[i]] += (input[i] - mean[group[i]]) * (input[i] - mean[group[i]]) / samples;

        for (int i = 0; i < output.Count; i++)
        {
            int g = group[i];
            magnitude[i] = layer.NormalizeVariance
                ? NormMagnitude.Of(input[i], mean[g], absolute[g], RootWithEpsilon.Of(variance[g], layer.Epsilon, layer.Placement))
                : Math.Abs(input[i]) + Math.Abs(mean[g]) + absolute[g];
        }
    }
}
