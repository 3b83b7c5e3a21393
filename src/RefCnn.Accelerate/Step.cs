namespace RefCnn.Accelerate;

/// <summary>One prepared computation of a plan, whose operands lie at fixed places. Its pieces are independent, so that threads can share them.</summary>
internal abstract class Step
{
    /// <summary>How many pieces the work has.</summary>
    public abstract int Pieces { get; }

    /// <summary>The algorithm, for tables; null where a kind has only one.</summary>
    public virtual string? Algorithm => null;

    /// <summary>Computes some of the pieces.</summary>
    /// <param name="first">The first piece.</param>
    /// <param name="end">One past the last.</param>
    /// <param name="worker">The thread that computes them, for its scratch memory.</param>
    public abstract void Run(int first, int end, int worker);

    /// <summary>After all pieces: what must still run, because this step could not compute its outputs; null where it could.</summary>
    public virtual Step? Remedy() => null;
}
