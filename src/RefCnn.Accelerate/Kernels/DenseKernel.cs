using System.Numerics;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[…, o] = bias[o] + Σ over i of x[…, i] · weight[o, i]. The weights stream past once for each row of x.</summary>
internal sealed class DenseKernel : IKernel<Dense>
{
    public static Step Prepare(Dense layer, Operands operands) =>
        new DenseStep(layer, Weights.Of(layer.Weight.Values, layer.Bias, layer.Weight.Shape[0], operands.Fusion.Norm), operands);

    // A piece of the work is eight outputs: their weights are as many streams, of each of which the processor fetches ahead what is left of a page, and x is read once for them.
    private sealed unsafe class DenseStep : Step
    {
        private const int Together = 8;

        private readonly Weights weights;
        private readonly Operands operands;
        private readonly float[] folded;
        private readonly int outputs, inputs, rows;

        public DenseStep(Dense layer, Weights weights, Operands operands)
        {
            (this.weights, this.operands, folded) = (weights, operands, weights.Folded());
            (outputs, inputs, rows) = (layer.Weight.Shape[0], layer.Weight.Shape[1], operands.Output.Count / layer.Weight.Shape[0]);
            LargePages.Gather(folded);
        }

        public override int Pieces => (outputs + Together - 1) / Together;

        public override string Algorithm => "streaming";

        public override void Run(int first, int end, int worker)
        {
            float* sums = stackalloc float[Together];
            fixed (float* all = folded)
            {
                for (int o = first * Together; o < Math.Min(end * Together, outputs); o += Together)
                {
                    int count = Math.Min(Together, outputs - o);
                    for (int row = 0; row < rows; row++)
                    {
                        float* x = operands.Input.Data + ((long)row * inputs), w = all + ((long)o * inputs);
                        if (count == Together) Products(w, x, sums);
                        else for (int i = 0; i < count; i++) sums[i] = Product(w + ((long)i * inputs), x);
                        for (int i = 0; i < count; i++) Finish(((long)row * outputs) + o + i, o + i, sums[i]);
                    }
                }
            }
        }

        private void Products(float* w, float* x, float* sums)
        {
            float* w1 = w + inputs, w2 = w1 + inputs, w3 = w2 + inputs, w4 = w3 + inputs, w5 = w4 + inputs, w6 = w5 + inputs, w7 = w6 + inputs;
            Vector<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default, sum4 = default, sum5 = default, sum6 = default, sum7 = default;
            int i = 0;
            for (; i <= inputs - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> factor = Vector.Load(x + i);
                sum0 = Vector.MultiplyAddEstimate(Vector.Load(w + i), factor, sum0);
                sum1 = Vector.MultiplyAddEstimate(Vector.Load(w1 + i), factor, sum1);
                sum2 = Vector.MultiplyAddEstimate(Vector.Load(w2 + i), factor, sum2);
                sum3 = Vector.MultiplyAddEstimate(Vector.Load(w3 + i), factor, sum3);
                sum4 = Vector.MultiplyAddEstimate(Vector.Load(w4 + i), factor, sum4);
                sum5 = Vector.MultiplyAddEstimate(Vector.Load(w5 + i), factor, sum5);
                sum6 = Vector.MultiplyAddEstimate(Vector.Load(w6 + i), factor, sum6);
                sum7 = Vector.MultiplyAddEstimate(Vector.Load(w7 + i), factor, sum7);
            }

            sums[0] = Vector.Sum(sum0);
            sums[1] = Vector.Sum(sum1);
            sums[2] = Vector.Sum(sum2);
            sums[3] = Vector.Sum(sum3);
            sums[4] = Vector.Sum(sum4);
            sums[5] = Vector.Sum(sum5);
            sums[6] = Vector.Sum(sum6);
            sums[7] = Vector.Sum(sum7);
            for (; i < inputs; i++)
            {
                for (int output = 0; output < Together; output++) sums[output] += w[((nint)output * inputs) + i] * x[i];
            }
        }

        private float Product(float* w, float* x)
        {
            Vector<float> vector = default;
            int i = 0;
            for (; i <= inputs - Vector<float>.Count; i += Vector<float>.Count) vector = Vector.MultiplyAddEstimate(Vector.Load(w + i), Vector.Load(x + i), vector);
            float sum = Vector.Sum(vector);
            for (; i < inputs; i++) sum += w[i] * x[i];
            return sum;
        }

        private void Finish(long at, int output, float sum)
        {
            operands.Output.Data[at] = sum;
            operands.Fusion.Activation.Apply(operands.Output.Data + at, 1, weights.Bias[output], operands.Fusion.Residual is { } view ? view.Data + at : null);
        }
    }
}
