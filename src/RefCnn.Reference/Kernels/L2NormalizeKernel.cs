using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = x / d, with d the Euclidean norm over the axes with its ε; 0 where d is 0.</summary>
internal sealed class L2NormalizeKernel : IKernel<L2Normalize>
{
    public static void Run(L2Normalize layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        int[] group = AxisGroups.Of(output.Shape, layer.Axes.AsSpan());
        double[] squares = new double[output.Count];
        for (int i = 0; i < output.Count; i++) squares[group[i]] += input[i] * input[i];
        for (int i = 0; i < output.Count; i++)
        {
            double divisor = RootWithEpsilon.Of(squares[group[i]], layer.Epsilon, layer.Placement);
            output[i] = divisor == 0 ? 0 : input[i] / divisor;
        }
    }
}
