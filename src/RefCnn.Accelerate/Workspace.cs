namespace RefCnn.Accelerate;

/// <summary>Scratch memory, one piece for each thread, that all steps of a plan share.</summary>
/// <param name="workers">How many threads.</param>
internal sealed unsafe class Workspace(int workers) : IDisposable
{
    private readonly AlignedBuffer?[] pieces = new AlignedBuffer?[workers];

    /// <summary>How many threads have a piece.</summary>
    public int Workers => workers;

    /// <summary>The size of all pieces, in values.</summary>
    public long Count => pieces.Sum(piece => piece?.Count ?? 0);

    /// <summary>Demands that every piece holds at least so many values. For the preparation of steps only: it moves the pieces.</summary>
    /// <param name="count">How many values.</param>
    public void Reserve(long count)
    {
        for (int worker = 0; worker < workers; worker++)
        {
            if (pieces[worker] is { } piece && piece.Count >= count) continue;
            pieces[worker]?.Dispose();
            pieces[worker] = AlignedBuffer.OfZeros(count);
        }
    }

    /// <summary>The piece of one thread, whose content is arbitrary.</summary>
    /// <param name="worker">The thread.</param>
    public float* Of(int worker) => pieces[worker]!.Data;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedBuffer? piece in pieces) piece?.Dispose();
    }
}
