using System.Numerics;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y[…, o] = bias[o] + Σ over i of x[…, i] · weight[o, i]. The weights stream past once for each row of x.</summary>
internal sealed class DenseKernel : IKernel<Dense>
{
    public static Step Prepare(Dense layer, Operands operands) =>
        new DenseStep(layer, Weights.Of(layer.Weight.Values, layer.Bias, layer.Weight.Shape[0], operands.Fusion.Norm), operands);

    // A piece of the work is four outputs: their weights are four streams from memory, and x is read once for them.
    private sealed unsafe class DenseStep : Step
    {
        private const int Together = 4;

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
            float* w1 = w + inputs, w2 = w1 + inputs, w3 = w2 + inputs;
            Vector<float> low0 = default, low1 = default, low2 = default, low3 = default, high0 = default, high1 = default, high2 = default, high3 = default;
            int width = Vector<float>.Count, i = 0;
            for (; i <= inputs - (2 * width); i += 2 * width)
            {
                Vector<float> low = Vector.Load(x + i), high = Vector.Load(x + i + width);
                low0 = Vector.MultiplyAddEstimate(Vector.Load(w + i), low, low0);
                high0 = Vector.MultiplyAddEstimate(Vector.Load(w + i + width), high, high0);
                low1 = Vector.MultiplyAddEstimate(Vector.Load(w1 + i), low, low1);
                high1 = Vector.MultiplyAddEstimate(Vector.Load(w1 + i + width), high, high1);
                low2 = Vector.MultiplyAddEstimate(Vector.Load(w2 + i), low, low2);
                high2 = Vector.MultiplyAddEstimate(Vector.Load(w2 + i + width), high, high2);
                low3 = Vector.MultiplyAddEstimate(Vector.Load(w3 + i), low, low3);
                high3 = Vector.MultiplyAddEstimate(Vector.Load(w3 + i + width), high, high3);
            }

            sums[0] = Vector.Sum(low0 + high0);
            sums[1] = Vector.Sum(low1 + high1);
            sums[2] = Vector.Sum(low2 + high2);
            sums[3] = Vector.Sum(low3 + high3);
            for (; i < inputs; i++)
            {
                sums[0] += w[i] * x[i];
                sums[1] += w1[i] * x[i];
                sums[2] += w2[i] * x[i];
                sums[3] += w3[i] * x[i];
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
