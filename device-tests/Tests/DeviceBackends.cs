using System.Collections.Immutable;
using RefCnn.Accelerate;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.Reference;

namespace RefCnn.DeviceTests;

/// <summary>The backends that a device judges and times.</summary>
public static class DeviceBackends
{
    /// <summary>Every one that is known, in the order of tables; some cannot run here and say so.</summary>
    public static ImmutableArray<IBackend> Known { get; } =
    [
        new ReferenceBackend(),
        new AccelerateBackend(),
        new AccelerateBackend(new AccelerateOptions(Algorithm.Direct)),
        new AccelerateBackend(new AccelerateOptions(Algorithm.Winograd)),
        .. Enum.GetValues<GemmLibrary>().Select(gemm => new AccelerateBackend(new AccelerateOptions(Gemm: gemm))),
        .. OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() ? AppleCoreMl() : PortableCoreMl(),
    ];

    /// <summary>Those that run on this machine.</summary>
    public static ImmutableArray<IBackend> Available { get; } = [.. Known.Where(backend => backend.UnavailableReason is null)];

    /// <summary>Those that are timed: all but the reference and what runs on it, which nobody uses for their speed.</summary>
    public static ImmutableArray<IBackend> Timed { get; } = [.. Available.Where(backend => backend is not (ReferenceBackend or PortableCoreMlBackend))];

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
