using System.Collections.Immutable;
using RefCnn.Accelerate;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.Formats.CSource.Native;
using RefCnn.Peers.OnnxRuntime;
using RefCnn.Reference;

namespace RefCnn.Cli;

/// <summary>The backends that the tool can run: one line each.</summary>
internal static class BackendCatalog
{
    /// <summary>The name of the fast backend, which alone can be forced to an algorithm.</summary>
    public const string Accelerate = "accelerate";

    /// <summary>The project's own backends, in the order of tables: these run unless others are named.</summary>
    public static ImmutableArray<IBackend> All { get; } =
    [
        new ReferenceBackend(),
        new AccelerateBackend(),
        CoreMl(),
        new CSourceBackend(),
        new CSourceBackend(plain: true),
    ];

    /// <summary>Engines of others, which run only where they are named.</summary>
    public static ImmutableArray<IBackend> Peers { get; } =
    [
        new OnnxRuntimeBackend(),
    ];

    /// <summary>Every name.</summary>
    public static IEnumerable<string> Names => All.Concat(Peers).Select(NameOf);

    /// <summary>The backend of that name, able to run here.</summary>
    /// <param name="name">A name of <see cref="Names"/>.</param>
    /// <param name="forced">What is forced on the fast backend.</param>
    /// <exception cref="BackendException">It cannot run on this machine.</exception>
    public static IBackend Demand(string name, AccelerateOptions forced)
    {
        IBackend backend = name == Accelerate ? new AccelerateBackend(forced) : All.Concat(Peers).First(known => NameOf(known) == name);
        return backend.UnavailableReason is { } reason ? throw new BackendException($"backend '{backend.Name}' is unavailable: {reason}") : backend;
    }

    /// <summary>A backend's one word on the command line; tables also tell which form of it ran, e.g. <c>coreml (portable)</c>.</summary>
    /// <param name="backend">The backend.</param>
    public static string NameOf(IBackend backend) => backend is CoreMlBackend ? "coreml" : backend.Name.Split(' ')[0];

    // The tool runs on computers: of Apple's systems that is macOS.
    private static IBackend CoreMl() => OperatingSystem.IsMacOS() ? new CoreMlBackend() : new PortableCoreMlBackend(new ReferenceBackend());
}
