using System.Collections.Immutable;
using RefCnn.Accelerate;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.DeviceTests.GeneratedC;
using RefCnn.Reference;

namespace RefCnn.DeviceTests;

/// <summary>The backends that a device judges and times.</summary>
public static class DeviceBackends
{
    private static readonly GeneratedCBackend Generated = new();

    /// <summary>Every one that is known, in the order of tables; some cannot run here and say so.</summary>
    public static ImmutableArray<IBackend> Known { get; } =
    [
        new ReferenceBackend(),
        new AccelerateBackend(),
        new AccelerateBackend(new AccelerateOptions(Algorithm.Direct)),
        new AccelerateBackend(new AccelerateOptions(Algorithm.Winograd2x2)),
        new AccelerateBackend(new AccelerateOptions(Algorithm.Winograd4x4)),
        .. Enum.GetValues<GemmLibrary>().Select(gemm => new AccelerateBackend(new AccelerateOptions(Gemm: gemm))),
        .. OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() ? AppleCoreMl() : PortableCoreMl(),
        Generated,
    ];

    /// <summary>Those that run on this machine and show what any layer computes.</summary>
    public static ImmutableArray<IBackend> Available { get; } = [.. Known.Where(backend => backend != Generated && backend.UnavailableReason is null)];

    /// <summary>Those that run a network on this machine.</summary>
    /// <param name="network">Its name.</param>
    public static ImmutableArray<IBackend> Running(string network) => Generated.Has(network) ? Available.Add(Generated) : Available;

    /// <summary>Those that are timed on a network: all but the reference and what runs on it, which nobody uses for their speed.</summary>
    /// <param name="network">Its name.</param>
    public static IEnumerable<IBackend> Timed(string network) => Running(network).Where(backend => backend is not (ReferenceBackend or PortableCoreMlBackend));

    /// <summary>The backend of that name.</summary>
    /// <param name="name">As in reports, e.g. <c>accelerate --gemm managed</c>.</param>
    /// <exception cref="BackendException">There is none.</exception>
    public static IBackend Find(string name) =>
        Known.FirstOrDefault(backend => backend.Name == name)
        ?? throw new BackendException($"there is no backend '{name}'; there are {string.Join(", ", Known.Select(backend => backend.Name))}");

    // Files are written, read back and run by an engine of ours.
    private static IEnumerable<IBackend> PortableCoreMl() =>
        from form in ((CoreMlFormat, CoreMlPrecision)[])[(CoreMlFormat.NeuralNetwork, CoreMlPrecision.Float32), (CoreMlFormat.Program, CoreMlPrecision.Float32), (CoreMlFormat.Program, CoreMlPrecision.Float16)]
        select new PortableCoreMlBackend(new AccelerateBackend(), form.Item1, form.Item2, layerEngine: new ReferenceBackend());

    // Every unit with each precision; the older format, which has float32 arithmetic only on the processor, with the two usual choices of units.
    private static IEnumerable<IBackend> AppleCoreMl() =>
    [
        new CoreMlBackend(),
        new CoreMlBackend(units: ComputeUnits.All),
        .. from precision in Enum.GetValues<CoreMlPrecision>()
           from units in Enum.GetValues<ComputeUnits>()
           select new CoreMlBackend(CoreMlFormat.Program, precision, units),
    ];
}
