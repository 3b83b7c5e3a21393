using System.Collections.Immutable;
using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Conformance.Recorded;
using RefCnn.Core;
using RefCnn.Networks;

namespace RefCnn.Cli.Exchange;

/// <summary>The cases whose outputs an engine that ran elsewhere should have written.</summary>
/// <param name="vectors">The directory of the vectors.</param>
internal sealed class RecordedCases(string vectors)
{
    /// <summary>The files of the layer vectors.</summary>
    /// <param name="kinds">Only these kinds; none for all.</param>
    public ImmutableArray<string> Layers(params string[] kinds) =>
        Directory.Exists(Path.Combine(vectors, "layers")) || kinds.Length > 0 ? VectorFiles.In(vectors, kinds) : [];

    /// <summary>The networks that have a vector.</summary>
    /// <param name="names">Only these; none for all.</param>
    /// <exception cref="RefCnnException">A network that is named has no vector.</exception>
    public ImmutableArray<ZooNetwork> Networks(params string[] names)
    {
        foreach (string name in names.Where(name => !NetworkVectorFiles.Exist(vectors, name))) throw new RefCnnException($"{vectors}: has no vector of network '{name}'");
        return [.. Zoo.All.Where(network => names.Length == 0 ? NetworkVectorFiles.Exist(vectors, network.Name) : names.Contains(network.Name))];
    }

    /// <summary>Judges the layer vectors that have an outcome; those that must be refused never reach an engine.</summary>
    /// <param name="files">Their files.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="cancellation">Gives up.</param>
    public static IEnumerable<CaseResult> Judge(IEnumerable<string> files, RecordedBackend engine, CancellationToken cancellation) =>
        from vector in files.Select(VectorReader.Read)
        where vector.Expected is Expectation.Valid
        select engine.RefusalOf(vector.Id) is { } reason
            ? new CaseResult(vector.Id, vector.Kind, engine.Name, Verdict.Unsupported, null, 0, reason)
            : LayerVerifier.Verify(vector, engine, new CompileOptions(), cancellation);

    /// <summary>Judges networks end to end.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="cancellation">Gives up.</param>
    public IEnumerable<CaseResult> Judge(IEnumerable<ZooNetwork> networks, RecordedBackend engine, CancellationToken cancellation)
    {
        var cases = new NetworkCases(vectors);
        return networks.Select(network => engine.RefusalOf(network.Name) is { } reason
            ? new CaseResult(RecordedBackend.FolderOf(network.Name), NetworkVerifier.Kind, engine.Name, Verdict.Unsupported, null, 0, reason)
            : cases.Verify(network, engine, new CompileOptions(), new Progress<RunProgress>(), cancellation));
    }
}
