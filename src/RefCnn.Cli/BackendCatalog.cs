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
        CoreMl(CoreMlFormat.NeuralNetwork, CoreMlPrecision.Float32),
        new CSourceBackend(),
    ];

    /// <summary>Other forms of these, and engines of others, which run only where they are named.</summary>
    public static ImmutableArray<IBackend> Named { get; } =
    [
        CoreMl(CoreMlFormat.Program, CoreMlPrecision.Float32),
        CoreMl(CoreMlFormat.Program, CoreMlPrecision.Float16),
        new CSourceBackend(plain: true),
        new OnnxRuntimeBackend(),
    ];

    /// <summary>Every word that names a backend (<c>coreml:mlpackage</c>), or all forms of one (<c>coreml</c>).</summary>
    public static IEnumerable<string> Names => Known.SelectMany(backend => (string[])[FamilyOf(backend), NameOf(backend)]).Distinct();

    private static IEnumerable<IBackend> Known => All.Concat(Named);

    /// <summary>The backend of that name, able to run here; of several forms the first.</summary>
    /// <param name="name">A name of <see cref="Names"/>.</param>
    /// <param name="forced">What is forced on the fast backend.</param>
    /// <exception cref="BackendException">It cannot run on this machine.</exception>
    public static IBackend Demand(string name, AccelerateOptions forced) => DemandForms(name, forced).First();

    /// <summary>The backends of that name, able to run here: the one whose own it is, else all forms of that family.</summary>
    /// <param name="name">A name of <see cref="Names"/>.</param>
    /// <param name="forced">What is forced on the fast backend.</param>
    /// <exception cref="BackendException">One cannot run on this machine.</exception>
    public static IEnumerable<IBackend> DemandForms(string name, AccelerateOptions forced)
    {
        IBackend[] own = [.. Known.Where(known => NameOf(known) == name)];
        foreach (IBackend known in own.Length > 0 ? own : [.. Known.Where(known => FamilyOf(known) == name)])
        {
            IBackend backend = name == Accelerate ? new AccelerateBackend(forced) : known;
            yield return backend.UnavailableReason is { } reason ? throw new BackendException($"backend '{backend.Name}' is unavailable: {reason}") : backend;
        }
    }

    /// <summary>A backend's word on the command line; tables also tell where it ran, e.g. <c>coreml:mlpackage (portable)</c>.</summary>
    /// <param name="backend">The backend.</param>
    public static string NameOf(IBackend backend) => backend.Name.Split(' ')[0];

    private static string FamilyOf(IBackend backend) => NameOf(backend).Split(':')[0];

    // The tool runs on computers: of Apple's systems that is macOS.
    private static IBackend CoreMl(CoreMlFormat format, CoreMlPrecision precision) => OperatingSystem.IsMacOS()
        ? new CoreMlBackend(format, precision)
        : new PortableCoreMlBackend(new AccelerateBackend(), format, precision, layerEngine: new ReferenceBackend());
}
