using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Reference.Kernels;

/// <summary>y = Σx, Σx / n, Πx, max x, min x or √Σx² over all values that differ in the reduced axes' indices only.</summary>
internal sealed class ReduceKernel : IKernel<Reduce>
{
    public static void Run(Reduce layer, Operands operands, Tensor<double> output, ParallelOptions parallel)
    {
        Tensor<double> input = operands.Input;
        int[] groups = AxisGroups.Of(input.Shape, layer.Axes.AsSpan());
        output.Span.Fill(Start(layer.Function));
        for (int i = 0; i < input.Count; i++) output[groups[i]] = Join(layer.Function, output[groups[i]], input[i]);

        int samples = input.Count / output.Count;
        if (layer.Function == ReduceFunction.Mean) Elementwise.Run(output, output, sum => sum / samples);
        if (layer.Function == ReduceFunction.L2) Elementwise.Run(output, output, Math.Sqrt);
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
