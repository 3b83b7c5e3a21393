namespace RefCnn.Accelerate.Kernels;

/// <summary>A piecewise linear activation as a step of its own, in either layout. A piece of the work is a run of values.</summary>
/// <param name="activation">The activation.</param>
/// <param name="operands">Input and output.</param>
internal sealed unsafe class ActivationStep(Activation activation, Operands operands) : Step
{
    public override int Pieces => operands.Output.Runs;

    public override void Run(int first, int end, int worker)
    {
        for (int run = first; run < end; run++)
        {
            float* from = operands.Input.Run(run, out int length), to = operands.Output.Run(run, out _);
            new Span<float>(from, length).CopyTo(new Span<float>(to, length));
            activation.Apply(to, length, -0f, null);
        }
    }
}
