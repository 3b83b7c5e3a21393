using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = Σx, Σx / n, Πx, max x, min x or √Σx² over all values that differ in the reduced axes' indices only.</summary>
internal sealed class ReduceKernel : IKernel<Reduce>
{
    public static void Run(Reduce layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        int[] outputStrides = OutputStrides(layer, input.Shape);
        output.Span.Fill(Start(layer.Function));
        for (int i = 0; i < input.Count; i++)
        {
            int o = 0, rest = i;
            for (int axis = input.Shape.Rank - 1; axis >= 0; axis--)
            {
                o += rest % input.Shape[axis] * outputStrides[axis];
                rest /= input.Shape[axis];
            }

            output[o] = Join(layer.Function, output[o], input[i]);
        }

        int samples = input.Count / output.Count;
        if (layer.Function == ReduceFunction.Mean) Elementwise.Run(output, output, sum => sum / samples);
        if (layer.Function == ReduceFunction.L2) Elementwise.Run(output, output, Math.Sqrt);
    }

    // How far apart in the output neighbours along an input's axis land: not at all along a reduced one.
    private static int[] OutputStrides(Reduce layer, Shape input)
    {
        int[] strides = new int[input.Rank];
        int stride = 1;
        for (int axis = input.Rank - 1; axis >= 0; axis--)
        {
            if (layer.Axes.Contains(axis)) continue;
            strides[axis] = stride;
            stride *= input[axis];
        }

        return strides;
    }

    private static double Start(ReduceFunction function) => function switch
    {
        ReduceFunction.Product => 1,
        ReduceFunction.Max => double.NegativeInfinity,
        ReduceFunction.Min => double.PositiveInfinity,
        _ => 0,
    };

    private static double Join(ReduceFunction function, double total, double x) => function switch
    {
        ReduceFunction.Product => total * x,
        ReduceFunction.Max => Math.Max(total, x),
        ReduceFunction.Min => Math.Min(total, x),
        ReduceFunction.L2 => total + (x * x),
        _ => total + x,
    };
}
