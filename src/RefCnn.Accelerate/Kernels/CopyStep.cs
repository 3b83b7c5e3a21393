namespace RefCnn.Accelerate.Kernels;

/// <summary>The same values in the same order.</summary>
/// <param name="operands">Input and output.</param>
internal sealed class CopyStep(Operands operands) : Step
{
    public override int Pieces => Runs.Count(operands.Output.Count);

    public override void Run(int first, int end, int worker)
    {
        (int from, int to) = Runs.Range(operands.Output.Count, first, end);
        operands.Input.Span[from..to].CopyTo(operands.Output.Span[from..to]);
    }
}
