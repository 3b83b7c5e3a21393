using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = x where x ≥ 0, slope · x elsewhere; the slope broadcasts to the input, aligned at the last axes.</summary>
internal sealed class PReluKernel : IKernel<PRelu>
{
    public static void Run(PRelu layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input, slope = operands.Parameters[0]!;
        var own = output.Shape.Strides();
        int[] strides = Broadcast.Strides(slope.Shape, output.Shape);
        for (int i = 0; i < output.Count; i++)
        {
            int from = 0;
            for (int axis = 0; axis < strides.Length; axis++) from += i / own[axis] % output.Shape[axis] * strides[axis];
            output[i] = input[i] >= 0 ? input[i] : slope[from] * input[i];
        }
    }
}
