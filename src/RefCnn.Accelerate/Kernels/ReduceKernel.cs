using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = Σx, Σx / n, Πx, max x, min x or √Σx² over all values that differ in the reduced axes' indices only; in double, rounded once.</summary>
internal sealed class ReduceKernel : IKernel<Reduce>
{
    public static Step Prepare(Reduce layer, Operands operands) => new ReduceStep(layer, operands);

    private sealed unsafe class ReduceStep(Reduce layer, Operands operands) : GroupsStep(operands.Input.Shape, layer.Axes)
    {
        protected override void Compute(int group, int start)
        {
            float* input = operands.Input.Data + start;
            double total = layer.Function switch
            {
                ReduceFunction.Product => 1,
                ReduceFunction.Max => double.NegativeInfinity,
                ReduceFunction.Min => double.PositiveInfinity,
                _ => 0,
            };
            foreach (int i in Members) total = Join(total, input[i]);
            operands.Output.Data[group] = (float)(layer.Function switch
            {
                ReduceFunction.Mean => total / Members.Length,
                ReduceFunction.L2 => Math.Sqrt(total),
                _ => total,
            });
        }

        private double Join(double total, double x) => layer.Function switch
        {
            ReduceFunction.Product => total * x,
            ReduceFunction.Max => Math.Max(total, x),
            ReduceFunction.Min => Math.Min(total, x),
            ReduceFunction.L2 => total + (x * x),
            _ => total + x,
        };
    }
}
