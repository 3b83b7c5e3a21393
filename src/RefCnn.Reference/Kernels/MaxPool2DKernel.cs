using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>The largest sample of each window; Math.Max keeps NaN.</summary>
internal sealed class MaxPool2DKernel : IKernel<MaxPool2D>
{
    public static void Run(MaxPool2D layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        PoolWindows.Fill(output, parallel, (n, c, y, x) =>
        {
            double largest = double.NegativeInfinity;
            foreach ((int inputY, int inputX) in PoolWindows.Inside(layer.Window, input.Shape, y, x))
                largest = Math.Max(largest, input[n, c, inputY, inputX]);
            return largest;
        });
    }
}
