using System.Collections.Immutable;
using RefCnn.Conformance;
using RefCnn.Core;

namespace RefCnn.Cli;

/// <summary>What is to be verified.</summary>
/// <param name="Directory">The directory of the vectors.</param>
/// <param name="Kinds">Only these layer kinds; none for all.</param>
/// <param name="Ids">Only these cases; none for all.</param>
/// <param name="Backends">The engines.</param>
/// <param name="Threads">How many threads each may use; 0 for all processors.</param>
internal sealed record VerificationRequest(
    string Directory, ImmutableArray<string> Kinds, ImmutableArray<string> Ids, ImmutableArray<IBackend> Backends, int Threads)
{
    /// <summary>Runs every case on every backend.</summary>
    /// <param name="terminal">Where progress goes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RefCnnException">A vector cannot be used, or there is none.</exception>
    /// <exception cref="UsageException">A case does not exist.</exception>
    public VerificationReport Run(Terminal terminal, CancellationToken cancellation)
    {
        ImmutableArray<VectorCase> vectors = Select();
        var options = new CompileOptions(Threads);
        var results = ImmutableArray.CreateBuilder<CaseResult>();
        using var status = new StatusLine(terminal);
        foreach (IBackend backend in Backends)
        {
            foreach (VectorCase vector in vectors)
            {
                cancellation.ThrowIfCancellationRequested();
                status.Report(results.Count, vectors.Length * Backends.Length, $"{backend.Name}: {vector.Id}");
                results.Add(LayerVerifier.Verify(vector, backend, options, cancellation));
            }
        }

        return new VerificationReport(results.DrainToImmutable());
    }

    private ImmutableArray<VectorCase> Select()
    {
        ImmutableArray<VectorCase> all = [.. VectorFiles.In(Directory, Kinds).Select(VectorReader.Read)];
        foreach (string id in Ids.Where(id => all.All(vector => vector.Id != id)))
            throw new UsageException($"--case {id}: no such case among the {all.Length} chosen vectors; `refcnn vectors list` lists them");
        ImmutableArray<VectorCase> chosen = Ids.IsEmpty ? all : [.. all.Where(vector => Ids.Contains(vector.Id))];
        foreach (string kind in Kinds.Where(kind => all.All(vector => vector.Kind != kind)))
            throw new RefCnnException($"{Directory}: has no vectors of kind '{kind}'; a verdict on nothing would prove nothing");
        return chosen.IsEmpty ? throw new RefCnnException($"{Directory}: has no layer vectors; a verdict on nothing would prove nothing") : chosen;
    }
}
