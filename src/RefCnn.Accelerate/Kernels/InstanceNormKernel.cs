using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>
/// y = scale[c] · (x − m) / √(v + ε) + shift[c], with m and v the mean and the biased variance of one channel of one batch item; in double,
/// rounded once. A piece of the work is a channel of a batch item.
/// </summary>
internal sealed class InstanceNormKernel : IKernel<InstanceNorm>
{
    public static Step Prepare(InstanceNorm layer, Operands operands) => new PlanesStep(layer, operands);

    private sealed unsafe class PlanesStep(InstanceNorm layer, Operands operands) : Step
    {
        private readonly int channels = operands.Output.Shape[1], samples = operands.Output.Shape.CountBetween(2, operands.Output.Shape.Rank);

        public override int Pieces => operands.Output.Shape[0] * channels;

        public override void Run(int first, int end, int worker)
        {
            for (int plane = first; plane < end; plane++)
            {
                int c = plane % channels;
                float* input = operands.Input.Data + ((long)plane * samples), output = operands.Output.Data + ((long)plane * samples);
                double sum = 0, squares = 0;
                for (int i = 0; i < samples; i++) sum += input[i];
                double mean = sum / samples;
                for (int i = 0; i < samples; i++) squares += (input[i] - mean) * (input[i] - mean);
                double scale = (layer.Scale?[c] ?? 1) / Math.Sqrt((squares / samples) + layer.Epsilon), shift = layer.Shift?[c] ?? 0;
                for (int i = 0; i < samples; i++) output[i] = (float)(((input[i] - mean) * scale) + shift);
            }
        }
    }
}
