using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>The flat index of the largest sample of each window: the first NaN, or the first of equals, in the order of rows.</summary>
internal sealed class ArgMaxPool2DKernel : IKernel<ArgMaxPool2D>
{
    public static void Run(ArgMaxPool2D layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        PoolWindows.Fill(output, parallel, (n, c, y, x) =>
        {
            (int Y, int X)? place = null;
            double largest = double.NegativeInfinity;
            foreach ((int inputY, int inputX) in PoolWindows.Inside(layer.Window, input.Shape, y, x))
            {
                double value = input[n, c, inputY, inputX];
                if (place is not null && !(value > largest) && !(double.IsNaN(value) && !double.IsNaN(largest))) continue;
                (place, largest) = ((inputY, inputX), value);
            }

            return FlatIndex(layer, input.Shape, n, c, place!.Value.Y, place.Value.X);
        });
    }

    private static int FlatIndex(ArgMaxPool2D layer, Shape input, int n, int c, int y, int x)
    {
        int inChannel = layer.ColumnMajor ? (x * input.Height) + y : (y * input.Width) + x;
        return (((n * input.Channels) + c) * input.Height * input.Width) + inChannel;
    }
}
