using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>y = scale[c] · (x − mean[c]) / √(variance[c] + ε) + shift[c]; in double, rounded once. A piece of the work is a channel of a batch item.</summary>
internal sealed class BatchNormKernel : IKernel<BatchNorm>
{
    public static Step Prepare(BatchNorm layer, Operands operands) => new PlanesStep(layer, operands);

    private sealed unsafe class PlanesStep(BatchNorm layer, Operands operands) : Step
    {
        private readonly int channels = operands.Output.Shape[1], samples = operands.Output.Shape.CountBetween(2, operands.Output.Shape.Rank);

        public override int Pieces => operands.Output.Shape[0] * channels;

        public override void Run(int first, int end, int worker)
        {
            for (int plane = first; plane < end; plane++)
            {
                int c = plane % channels;
                double mean = layer.Mean[c], scale = (layer.Scale?[c] ?? 1) / Math.Sqrt(layer.Variance[c] + layer.Epsilon), shift = layer.Shift?[c] ?? 0;
                long from = (long)plane * samples;
                float* input = operands.Input.Data, output = operands.Output.Data;
                for (long i = from; i < from + samples; i++) output[i] = (float)(((input[i] - mean) * scale) + shift);
            }
        }
    }
}
