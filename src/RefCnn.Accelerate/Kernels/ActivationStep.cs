namespace RefCnn.Accelerate.Kernels;

/// <summary>A piecewise linear activation as a step of its own.</summary>
/// <param name="activation">The activation.</param>
/// <param name="operands">Input and output.</param>
internal sealed unsafe class ActivationStep(Activation activation, Operands operands) : Step
{
    public override int Pieces => Runs.Count(operands.Output.Count);

    public override void Run(int first, int end, int worker)
    {
        (int from, int to) = Runs.Range(operands.Output.Count, first, end);
        new Span<float>(operands.Input.Data + from, to - from).CopyTo(new Span<float>(operands.Output.Data + from, to - from));
        activation.Apply(operands.Output.Data + from, to - from, -0f, null);
    }
}
