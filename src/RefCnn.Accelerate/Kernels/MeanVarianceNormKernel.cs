using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = x − m, or (x − m) / s, with m the mean over the axes and s the biased standard deviation with its ε; in double, rounded once.</summary>
internal sealed class MeanVarianceNormKernel : IKernel<MeanVarianceNorm>
{
    public static Step Prepare(MeanVarianceNorm layer, Operands operands) => new NormStep(layer, operands);

    private sealed unsafe class NormStep(MeanVarianceNorm layer, Operands operands) : GroupsStep(operands.Input.Shape, layer.Axes)
    {
        protected override void Compute(int group, int start)
        {
            float* input = operands.Input.Data + start, output = operands.Output.Data + start;
            double sum = 0, squares = 0;
            foreach (int i in Members) sum += input[i];
            double mean = sum / Members.Length;
            foreach (int i in Members) squares += (input[i] - mean) * (input[i] - mean);
            double deviation = layer.NormalizeVariance ? RootWithEpsilon.Of(squares / Members.Length, layer.Epsilon, layer.Placement) : 1;
            foreach (int i in Members) output[i] = (float)((input[i] - mean) / deviation);
        }
    }
}
