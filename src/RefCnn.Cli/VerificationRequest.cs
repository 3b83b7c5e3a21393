using System.Collections.Immutable;
using RefCnn.Conformance;
using RefCnn.Core;

namespace RefCnn.Cli;

/// <summary>What is to be verified.</summary>
/// <param name="Directory">The directory of the vectors.</param>
/// <param name="Kinds">Only these layer kinds; none for all.</param>
/// <param name="LayersOnly">Leaves third-party models out.</param>
/// <param name="Ids">Only these cases; none for all.</param>
/// <param name="Backends">The engines.</param>
/// <param name="Threads">How many threads each may use; 0 for all processors.</param>
internal sealed record VerificationRequest(
    string Directory, ImmutableArray<string> Kinds, bool LayersOnly, ImmutableArray<string> Ids, ImmutableArray<IBackend> Backends, int Threads)
{
    /// <summary>Runs every case on every backend.</summary>
    /// <param name="terminal">Where progress goes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RefCnnException">A vector cannot be used, or there is none.</exception>
    /// <exception cref="UsageException">A case does not exist.</exception>
    public VerificationReport Run(Terminal terminal, CancellationToken cancellation)
    {
        (ImmutableArray<VectorCase> vectors, ImmutableArray<SharedModel> models) = Select();
        string? data = models.IsEmpty ? null : SharedModels.FindDirectory();
        if (data is null && !models.IsEmpty)
        {
            string absent = $"the folder of third-party models is not here (set {SharedModels.Variable}): {models.Length} model cases are left out";
            if (vectors.IsEmpty) throw new RefCnnException(absent);
            terminal.WriteLine(absent);
            models = [];
        }

        int total = (vectors.Length + models.Length) * Backends.Length;
        var options = new CompileOptions(Threads);
        var results = ImmutableArray.CreateBuilder<CaseResult>();
        using var status = new StatusLine(terminal);
        foreach (IBackend backend in Backends)
        {
            foreach (VectorCase vector in vectors)
            {
                cancellation.ThrowIfCancellationRequested();
                status.Report(results.Count, total, $"{backend.Name}: {vector.Id}");
                results.Add(LayerVerifier.Verify(vector, backend, options, cancellation));
            }

            foreach (SharedModel model in models)
            {
                cancellation.ThrowIfCancellationRequested();
                var progress = new ModelProgress(status, results.Count, total, $"{backend.Name}: {model.Id}");
                results.Add(new SharedModelVerifier(data!).Verify(model, backend, options, progress, cancellation));
            }
        }

        return new VerificationReport(results.DrainToImmutable());
    }

    private (ImmutableArray<VectorCase> Vectors, ImmutableArray<SharedModel> Models) Select()
    {
        ImmutableArray<VectorCase> vectors = [.. VectorFiles.In(Directory, Kinds).Select(VectorReader.Read)];
        ImmutableArray<SharedModel> models = LayersOnly ? [] : SharedModels.All;
        foreach (string kind in Kinds.Where(kind => vectors.All(vector => vector.Kind != kind)))
            throw new RefCnnException($"{Directory}: has no vectors of kind '{kind}'; a verdict on nothing would prove nothing");
        if (vectors.IsEmpty) throw new RefCnnException($"{Directory}: has no layer vectors; a verdict on nothing would prove nothing");
        if (Ids.IsEmpty) return (vectors, models);

        foreach (string id in Ids.Where(id => vectors.All(vector => vector.Id != id) && models.All(model => model.Id != id)))
            throw new UsageException($"--case {id}: no such case among the {vectors.Length + models.Length} chosen; `refcnn vectors list` lists the layers' cases");
        return ([.. vectors.Where(vector => Ids.Contains(vector.Id))], [.. models.Where(model => Ids.Contains(model.Id))]);
    }

    private sealed class ModelProgress(StatusLine status, int done, int total, string name) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => status.Report(done, total, $"{name}, node {value.Done} of {value.Total}");
    }
}
