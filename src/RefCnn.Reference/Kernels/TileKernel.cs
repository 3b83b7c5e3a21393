using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y[p] = x[p mod extent] along every axis.</summary>
internal sealed class TileKernel : IKernel<Tile>
{
    public static void Run(Tile layer, Operands operands, Tensor<double> output, ParallelOptions parallel) =>
        Axes.Gather(operands.Input, output, (position, axis) => position[axis] % operands.Input.Shape[axis]);
}
