using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>The mean, the largest value (Math.Max keeps NaN) or √Σx² of each channel; in double, rounded once.</summary>
internal sealed class GlobalPoolKernel : IKernel<GlobalPool>
{
    public static Step Prepare(GlobalPool layer, Operands operands) => new PlanesStep(layer.Function, operands);

    private sealed unsafe class PlanesStep(GlobalPoolFunction function, Operands operands) : Step
    {
        private readonly int samples = operands.Input.Count / operands.Output.Count;

        public override int Pieces => operands.Output.Count;

        public override void Run(int first, int end, int worker)
        {
            for (int plane = first; plane < end; plane++) operands.Output.Data[plane] = (float)Of(operands.Input.Data + ((long)plane * samples));
        }

        private double Of(float* values)
        {
            double total = function == GlobalPoolFunction.Max ? double.NegativeInfinity : 0;
            for (int i = 0; i < samples; i++)
            {
                total = function switch
                {
                    GlobalPoolFunction.Max => Math.Max(total, values[i]),
                    GlobalPoolFunction.L2 => total + ((double)values[i] * values[i]),
                    _ => total + values[i],
                };
            }

            return function switch
            {
                GlobalPoolFunction.Average => total / samples,
                GlobalPoolFunction.L2 => Math.Sqrt(total),
                _ => total,
            };
        }
    }
}
