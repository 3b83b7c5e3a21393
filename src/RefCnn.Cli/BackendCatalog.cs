using System.Collections.Immutable;
using RefCnn.Core;
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
    ];

    /// <summary>Engines of others, which run only where they are named.</summary>
    public static ImmutableArray<IBackend> Peers { get; } =
    [
        new OnnxRuntimeBackend(),
    ];

    /// <summary>Every name.</summary>
    public static IEnumerable<string> Names => All.Concat(Peers).Select(backend => backend.Name);

    /// <summary>The backend of that name, able to run here.</summary>
    /// <param name="name">A name of <see cref="Names"/>.</param>
    /// <exception cref="BackendException">It cannot run on this machine.</exception>
    public static IBackend Demand(string name)
    {
        IBackend backend = All.Concat(Peers).First(known => known.Name == name);
        return backend.UnavailableReason is { } reason ? throw new BackendException($"backend '{name}' is unavailable: {reason}") : backend;
    }
}
