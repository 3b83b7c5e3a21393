using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = x − m, or (x − m) / s, with m the mean over the axes and s the biased standard deviation with its ε.</summary>
internal sealed class MeanVarianceNormKernel : IKernel<MeanVarianceNorm>
{
    public static void Run(MeanVarianceNorm layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        int[] group = AxisGroups.Of(output.Shape, layer.Axes.AsSpan());
        double[] mean = new double[output.Count], variance = new double[output.Count];
        int samples = 1;
        foreach (int axis in layer.Axes) samples *= output.Shape[axis];

        for (int i = 0; i < output.Count; i++) mean[group[i]] += input[i];
        for (int i = 0; i < output.Count; i++) mean[i] /= samples;
        for (int i = 0; i < output.Count; i++) variance[group[i]] += (input[i] - mean[group[i]]) * (input[i] - mean[group[i]]);
        for (int i = 0; i < output.Count; i++) variance[i] /= samples;

        for (int i = 0; i < output.Count; i++)
        {
            double deviation = layer.NormalizeVariance ? RootWithEpsilon.Of(variance[group[i]], layer.Epsilon, layer.Placement) : 1;
            output[i] = (input[i] - mean[group[i]]) / deviation;
        }
    }
}
