using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = x / d, with d the Euclidean norm over the axes with its ε; 0 where d is 0; in double, rounded once.</summary>
internal sealed class L2NormalizeKernel : IKernel<L2Normalize>
{
    public static Step Prepare(L2Normalize layer, Operands operands) => new NormStep(layer, operands);

    private sealed unsafe class NormStep(L2Normalize layer, Operands operands) : GroupsStep(operands.Input.Shape, layer.Axes)
    {
        protected override void Compute(int group, int start)
        {
            float* input = operands.Input.Data + start, output = operands.Output.Data + start;
            double squares = 0;
            foreach (int i in Members) squares += (double)input[i] * input[i];
            double divisor = RootWithEpsilon.Of(squares, layer.Epsilon, layer.Placement);
            foreach (int i in Members) output[i] = divisor == 0 ? 0 : (float)(input[i] / divisor);
        }
    }
}
