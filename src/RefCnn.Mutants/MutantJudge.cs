using System.Collections.Immutable;
using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks;

namespace RefCnn.Mutants;

/// <summary>Runs the vectors on mutants.</summary>
/// <param name="engine">The engine that is copied for the layers.</param>
/// <param name="networkEngine">The engine that is copied for networks: a fast one saves minutes.</param>
/// <param name="vectors">The layer vectors.</param>
/// <param name="directory">The directory of the vectors, for those of the networks.</param>
public sealed class MutantJudge(IBackend engine, IBackend networkEngine, VectorSet vectors, string directory) : IDisposable
{
    /// <summary>The networks that judge mistakes between layers: branches that are joined, residuals, batch norms after convolutions.</summary>
    public static ImmutableArray<string> Networks { get; } = ["squeezenet", "resnet50"];

    private readonly CompileOptions options = new(1);
    private readonly ImmutableArray<Lazy<Subject>> networks = [.. Networks.Select(name => new Lazy<Subject>(() => Prepare(name, networkEngine, directory)))];

    /// <summary>Judges mutants, as many at a time as there are processors.</summary>
    /// <param name="mutants">The mutants.</param>
    /// <param name="done">Told of each result; from any thread.</param>
    /// <param name="cancellation">Gives up.</param>
    public ImmutableArray<MutantResult> Judge(IReadOnlyList<Mutant> mutants, Action<MutantResult>? done = null, CancellationToken cancellation = default)
    {
        var results = new MutantResult[mutants.Count];
        Parallel.For(0, results.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            results[i] = Judge(mutants[i], cancellation);
            done?.Invoke(results[i]);
        });
        return [.. results];
    }

    /// <summary>Judges a copy of the engine without a fault, which must pass everything.</summary>
    /// <param name="cancellation">Gives up.</param>
    public ImmutableArray<CaseResult> JudgeUnchanged(CancellationToken cancellation = default) =>
        [.. vectors.Cases.Select(vector => LayerVerifier.Verify(vector, new MutantBackend(engine, null, ""), options, cancellation))];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<Subject> network in networks.Where(network => network.IsValueCreated)) network.Value.Layers.Dispose();
    }

    private MutantResult Judge(Mutant mutant, CancellationToken cancellation)
    {
        CaseResult[] results = [.. mutant.Kind == Fault.Network ? OnNetworks(mutant, cancellation) : OnLayers(mutant, cancellation)];
        var kills = results.Where(result => result.Verdict == Verdict.Fail).Select(result => new Kill(result.Id, result.Margin)).OrderByDescending(kill => kill.Margin ?? double.PositiveInfinity);
        return new MutantResult(mutant, [.. kills], [.. results.Where(result => result.Verdict == Verdict.Degraded).Select(result => result.Id)], results.Length);
    }

    // An input node is in the network of every vector.
    private IEnumerable<CaseResult> OnLayers(Mutant mutant, CancellationToken cancellation)
    {
        var backend = new MutantBackend(engine, mutant.Fault, mutant.Kind);
        string inputs = Fault.KindOf<Input>();
        return vectors.Cases.Where(vector => vector.Expected is Expectation.Valid && (mutant.Kind == inputs || vector.Kind == mutant.Kind))
            .Select(vector => LayerVerifier.Verify(vector, backend, options, cancellation));
    }

    private IEnumerable<CaseResult> OnNetworks(Mutant mutant, CancellationToken cancellation) => networks.Select(subject =>
    {
        (Network network, NetworkVector vector, SingleLayers layers) = subject.Value;
        var backend = new MutantBackend(networkEngine, mutant.Fault, mutant.Kind, layers);
        return NetworkVerifier.Verify(network, vector, SeededInputs.Of(network), backend, options, null, cancellation);
    });

    private static Subject Prepare(string name, IBackend engine, string directory)
    {
        Network network = Zoo.Find(name).Build();
        return new Subject(network, NetworkVectorFiles.Read(directory, name), new SingleLayers(engine, network, new CompileOptions(1), CancellationToken.None));
    }

    private sealed record Subject(Network Network, NetworkVector Vector, SingleLayers Layers);
}
