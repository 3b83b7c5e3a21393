using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = (x − m) − log Σ e^(x − m) along one axis, m being the largest value of the line; in double, rounded once.</summary>
internal sealed class LogSoftmaxKernel : IKernel<LogSoftmax>
{
    public static Step Prepare(LogSoftmax layer, Operands operands) => new LinesStep(layer.Axis, operands);

    private sealed unsafe class LinesStep(int axis, Operands operands) : GroupsStep(operands.Input.Shape, [axis])
    {
        protected override void Compute(int group, int start)
        {
            float* input = operands.Input.Data + start, output = operands.Output.Data + start;
            double maximum = double.NegativeInfinity, sum = 0;
            foreach (int i in Members) maximum = Math.Max(maximum, input[i]);
            foreach (int i in Members) sum += Math.Exp(input[i] - maximum);
            double logarithm = Math.Log(sum);
            foreach (int i in Members) output[i] = (float)(input[i] - maximum - logarithm);
        }
    }
}
