using System.Collections.Immutable;
using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Core;
using RefCnn.Networks;

namespace RefCnn.Cli;

/// <summary>What is to be verified.</summary>
/// <param name="Directory">The directory of the vectors.</param>
/// <param name="Scope">Layers, networks, third-party models.</param>
/// <param name="Kinds">Only these layer kinds; none for all.</param>
/// <param name="Networks">Only these networks; none for all.</param>
/// <param name="Ids">Only these cases; none for all.</param>
/// <param name="Backends">The engines.</param>
/// <param name="Threads">How many threads each may use; 0 for all processors.</param>
/// <param name="Certify">Certifies networks layer by layer too.</param>
/// <param name="Sample">Which channels a certificate judges; null for all.</param>
/// <param name="Reproduce">Where a certificate writes the first layer that fails.</param>
internal sealed record VerificationRequest(
    string Directory,
    VerificationScope Scope,
    ImmutableArray<string> Kinds,
    ImmutableArray<string> Networks,
    ImmutableArray<string> Ids,
    ImmutableArray<IBackend> Backends,
    int Threads,
    bool Certify,
    ChannelSample? Sample,
    string Reproduce)
{
    private ImmutableArray<VectorCase> vectors = [];

    private delegate CaseResult Judgement(IBackend backend, CompileOptions options, IProgress<RunProgress> progress, CancellationToken cancellation);

    /// <summary>Runs every case on every backend.</summary>
    /// <param name="terminal">Where progress goes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RefCnnException">A vector cannot be used, or there is none.</exception>
    /// <exception cref="UsageException">A case does not exist.</exception>
    public VerificationReport Run(Terminal terminal, CancellationToken cancellation)
    {
        var cases = Select(terminal);
        var options = new CompileOptions(Threads);
        var results = ImmutableArray.CreateBuilder<CaseResult>();
        ImmutableArray<DetectionCase> detections = SelectDetections(cases);
        results.AddRange(detections.Select(DetectionVerifier.Verify));
        int total = detections.Length + (cases.Count * Backends.Length);
        using var status = new StatusLine(terminal);
        foreach (IBackend backend in Backends)
        {
            status.Report(results.Count, total, $"{backend.Name}: preparing the layers");
            Prepare(backend, cases.Select(known => known.Id).ToHashSet(), cancellation);
            foreach ((string id, Judgement judge) in cases)
            {
                cancellation.ThrowIfCancellationRequested();
                status.Report(results.Count, total, $"{backend.Name}: {id}");
                results.Add(judge(backend, options, new NodeProgress(status, results.Count, total, $"{backend.Name}: {id}"), cancellation));
            }
        }

        return new VerificationReport(results.DrainToImmutable());
    }

    private List<(string Id, Judgement Judge)> Select(Terminal terminal)
    {
        var cases = new List<(string Id, Judgement Judge)>();
        if (Scope.HasFlag(VerificationScope.Layers)) cases.AddRange(LayerCases());
        var networks = new NetworkCases(Directory);
        foreach (ZooNetwork network in networks.Select(Scope, Networks))
        {
            cases.Add(($"{NetworkVerifier.Kind}/{network.Name}", (backend, options, progress, cancellation) => networks.Verify(network, backend, options, progress, cancellation)));
            if (Certify) cases.Add(($"{NetworkCertificate.Kind}/{network.Name}", (backend, options, progress, cancellation) => NetworkCases.Certify(network, backend, options, Sample, Reproduce, progress, cancellation)));
        }

        if (Scope.HasFlag(VerificationScope.Models)) cases.AddRange(ModelCases(terminal));
        return cases;
    }

    // The steps between networks are the same for every backend, and run once.
    private ImmutableArray<DetectionCase> SelectDetections(List<(string Id, Judgement Judge)> cases)
    {
        bool wanted = Networks.IsEmpty && (Scope & (VerificationScope.Networks | VerificationScope.QuickNetworks)) != 0;
        ImmutableArray<DetectionCase> detections = wanted ? DetectionReader.ReadAll(Directory) : [];
        if (Ids.IsEmpty) return detections;

        foreach (string id in Ids.Where(id => cases.All(known => known.Id != id) && detections.All(known => known.Id != id)))
            throw new UsageException($"--case {id}: no such case among the {cases.Count + detections.Length} chosen; `refcnn vectors list` lists the layers' cases");
        cases.RemoveAll(known => !Ids.Contains(known.Id));
        return [.. detections.Where(known => Ids.Contains(known.Id))];
    }

    private IEnumerable<(string Id, Judgement Judge)> LayerCases()
    {
        vectors = [.. VectorFiles.In(Directory, Kinds).Select(VectorReader.Read)];
        foreach (string kind in Kinds.Where(kind => vectors.All(vector => vector.Kind != kind)))
            throw new RefCnnException($"{Directory}: has no vectors of kind '{kind}'; a verdict on nothing would prove nothing");
        if (vectors.IsEmpty) throw new RefCnnException($"{Directory}: has no layer vectors; a verdict on nothing would prove nothing");
        return vectors.Select(vector => (vector.Id, (Judgement)((backend, options, _, cancellation) => LayerVerifier.Verify(vector, backend, options, cancellation))));
    }

    // A backend that is slow to compile each of hundreds of small networks compiles those of the layers together.
    private void Prepare(IBackend backend, HashSet<string> ids, CancellationToken cancellation)
    {
        if (backend is not IPreparingBackend preparing || backend.UnavailableReason is not null) return;
        preparing.Prepare([.. vectors.Where(vector => ids.Contains(vector.Id) && vector.Expected is Expectation.Valid).Select(LayerVerifier.NetworkOf)], cancellation);
    }

    private static IEnumerable<(string Id, Judgement Judge)> ModelCases(Terminal terminal)
    {
        if (SharedModels.FindDirectory() is { } data)
        {
            var verifier = new SharedModelVerifier(data);
            return SharedModels.All.Select(model => (model.Id, (Judgement)((backend, options, progress, cancellation) => verifier.Verify(model, backend, options, progress, cancellation))));
        }

        terminal.WriteLine($"the folder of third-party models is not here (set {SharedModels.Variable}): {SharedModels.All.Length} model cases are left out");
        return [];
    }
}
