using System.Collections.Immutable;
using RefCnn.Accelerate;
using RefCnn.Core;
using RefCnn.Reference;

namespace RefCnn.Cli;

/// <summary>The backends that the tool can run: one line each.</summary>
internal static class BackendCatalog
{
    /// <summary>Every backend, in the order of tables.</summary>
    public static ImmutableArray<IBackend> All { get; } =
    [
        new ReferenceBackend(),
        new AccelerateBackend(),
    ];

    /// <summary>Every name.</summary>
    public static IEnumerable<string> Names => All.Select(backend => backend.Name);

    /// <summary>The backend of that name, able to run here.</summary>
    /// <param name="name">A name of <see cref="Names"/>.</param>
    /// <exception cref="BackendException">It cannot run on this machine.</exception>
    public static IBackend Demand(string name)
    {
        IBackend backend = All.First(known => known.Name == name);
        return backend.UnavailableReason is { } reason ? throw new BackendException($"backend '{name}' is unavailable: {reason}") : backend;
    }
}
