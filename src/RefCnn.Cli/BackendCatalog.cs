using System.Collections.Immutable;
using RefCnn.Accelerate;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.Peers.OnnxRuntime;
using RefCnn.Reference;

namespace RefCnn.Cli;

/// <summary>The backends that the tool can run: one line each.</summary>
internal static class BackendCatalog
{
    /// <summary>The project's own backends, in the order of tables: these run unless others are named.</summary>
    public static ImmutableArray<IBackend> All { get; } =
    [
        new ReferenceBackend(),
        new AccelerateBackend(),
        CoreMl(CoreMlFormat.NeuralNetwork, CoreMlPrecision.Float32),
        CoreMl(CoreMlFormat.Program, CoreMlPrecision.Float32),
        CoreMl(CoreMlFormat.Program, CoreMlPrecision.Float16),
    ];

    /// <summary>Engines of others, which run only where they are named.</summary>
    public static ImmutableArray<IBackend> Peers { get; } =
    [
        new OnnxRuntimeBackend(),
    ];

    /// <summary>Every word that names a backend, or several: a family (<c>coreml</c>), then each of its members (<c>coreml:mlpackage</c>).</summary>
    public static IEnumerable<string> Names => Known.SelectMany(backend => (string[])[FamilyOf(backend), WordOf(backend)]).Distinct();

    /// <summary>The families of the project's own backends.</summary>
    public static IEnumerable<string> Families => All.Select(FamilyOf).Distinct();

    private static IEnumerable<IBackend> Known => All.Concat(Peers);

    /// <summary>The backend of that name, able to run here; of a family the first.</summary>
    /// <param name="name">A name of <see cref="Names"/>.</param>
    /// <exception cref="BackendException">It cannot run on this machine.</exception>
    public static IBackend Demand(string name) => DemandAll(name).First();

    /// <summary>The backends of that name, able to run here.</summary>
    /// <param name="name">A name of <see cref="Names"/>.</param>
    /// <exception cref="BackendException">One cannot run on this machine.</exception>
    public static IEnumerable<IBackend> DemandAll(string name)
    {
        foreach (IBackend backend in Known.Where(known => WordOf(known) == name || FamilyOf(known) == name))
            yield return backend.UnavailableReason is { } reason ? throw new BackendException($"backend '{name}' is unavailable: {reason}") : backend;
    }

    // On the command line a backend has one word; tables also tell that it is no device, e.g. "coreml:mlpackage (portable)".
    private static string WordOf(IBackend backend) => backend.Name.Split(' ')[0];

    private static string FamilyOf(IBackend backend) => WordOf(backend).Split(':')[0];

    private static PortableCoreMlBackend CoreMl(CoreMlFormat format, CoreMlPrecision precision) => new(new AccelerateBackend(), format, precision, new ReferenceBackend());
}
