using System.Numerics;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[…, o] = bias[o] + Σ over i of x[…, i] · weight[o, i]. The weights stream past once for all rows.</summary>
internal sealed class DenseKernel : IKernel<Dense>
{
    public static Step Prepare(Dense layer, Operands operands) =>
        new DenseStep(layer, Weights.Of(layer.Weight.Values, layer.Bias, layer.Weight.Shape[0], operands.Fusion.Norm), operands);

    private sealed unsafe class DenseStep(Dense layer, Weights weights, Operands operands) : Step
    {
        private readonly int outputs = layer.Weight.Shape[0], inputs = layer.Weight.Shape[1], rows = operands.Output.Count / layer.Weight.Shape[0];

        public override int Pieces => outputs;

        public override string Algorithm => "streaming";

        public override void Run(int first, int end, int worker)
        {
            fixed (float* all = weights.Rows)
            {
                for (int o = first; o < end; o++)
                {
                    for (int row = 0; row < rows; row++)
                    {
                        long at = ((long)row * outputs) + o;
                        operands.Output.Data[at] = Dot(all + ((long)o * inputs), operands.Input.Data + ((long)row * inputs), inputs);
                        operands.Fusion.Activation.Apply(operands.Output.Data + at, 1, weights.Bias[o], operands.Fusion.Residual is { } view ? view.Data + at : null);
                    }
                }
            }
        }

        private static float Dot(float* left, float* right, int count)
        {
            int width = Vector<float>.Count, i = 0;
            Vector<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            for (; i <= count - (4 * width); i += 4 * width)
            {
                sum0 = Vector.MultiplyAddEstimate(Vector.Load(left + i), Vector.Load(right + i), sum0);
                sum1 = Vector.MultiplyAddEstimate(Vector.Load(left + i + width), Vector.Load(right + i + width), sum1);
                sum2 = Vector.MultiplyAddEstimate(Vector.Load(left + i + (2 * width)), Vector.Load(right + i + (2 * width)), sum2);
                sum3 = Vector.MultiplyAddEstimate(Vector.Load(left + i + (3 * width)), Vector.Load(right + i + (3 * width)), sum3);
            }

            float sum = Vector.Sum(sum0 + sum1 + (sum2 + sum3));
            for (; i < count; i++) sum += left[i] * right[i];
            return sum;
        }
    }
}
