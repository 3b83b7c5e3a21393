using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y[before, offset of input k + j, after] = x_k[before, j, after], where j runs along the axis.</summary>
internal sealed class ConcatKernel : IKernel<Concat>
{
    public static void Run(Concat layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        int before = output.Shape.CountBetween(0, layer.Axis);
        int after = output.Shape.CountBetween(layer.Axis + 1, output.Shape.Rank);
        int offset = 0;
        foreach (Tensor<double> input in operands.Inputs)
        {
            int extent = input.Shape[layer.Axis];
            for (int b = 0; b < before; b++)
            {
                for (int j = 0; j < extent; j++)
                {
                    for (int a = 0; a < after; a++)
                        output[(((b * output.Shape[layer.Axis]) + offset + j) * after) + a] = input[(((b * extent) + j) * after) + a];
                }
            }

            offset += extent;
        }
    }
}
