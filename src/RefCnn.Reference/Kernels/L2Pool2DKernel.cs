using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = √Σx² over each window.</summary>
internal sealed class L2Pool2DKernel : IKernel<L2Pool2D>
{
    public static void Run(L2Pool2D layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        PoolWindows.Fill(output, parallel, (n, c, y, x) =>
        {
            double squares = 0;
            foreach ((int inputY, int inputX) in PoolWindows.Inside(layer.Window, input.Shape, y, x))
                squares += input[n, c, inputY, inputX] * input[n, c, inputY, inputX];
            return Math.Sqrt(squares);
        });
    }
}
