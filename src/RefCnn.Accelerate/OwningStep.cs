namespace RefCnn.Accelerate;

/// <summary>A step with memory that it reads and that goes when it goes.</summary>
/// <param name="step">The step.</param>
/// <param name="owned">The memory.</param>
internal sealed class OwningStep(Step step, AlignedBuffer owned) : Step
{
    public override int Pieces => step.Pieces;

    public override string? Algorithm => step.Algorithm;

    public override void Run(int first, int end, int worker) => step.Run(first, end, worker);

    protected override void Release()
    {
        step.Dispose();
        owned.Dispose();
    }
}
