using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RefCnn.Conformance.Timings;
using RefCnn.DeviceTests.Runner.Devices;
using RefCnn.Networks;

namespace RefCnn.DeviceTests.Runner.Reports;

/// <summary>Finds out what a report begins with.</summary>
internal static class HeadFacts
{
    /// <summary>The head of a report of this program on this machine.</summary>
    /// <param name="device">The machine.</param>
    /// <param name="filter">What was chosen.</param>
    /// <param name="stackBytes">The stack of the thread on which everything runs.</param>
    public static ReportHead Gather(IDevice device, TestFilter filter, int stackBytes) => new(
        DeviceReport.CurrentFormat,
        Build(),
        new RuntimeFacts(RuntimeInformation.FrameworkDescription, !RuntimeFeature.IsDynamicCodeSupported, RuntimeInformation.ProcessArchitecture.ToString()),
        new DeviceFacts(
            device.Kind, device.Model, RuntimeInformation.OSDescription, Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, [.. Simd()], PeakRate.VectorBits),
        new ConditionFacts(DateTimeOffset.Now, Judgement.Options.ThreadCount, stackBytes, filter, device.LowPowerMode, device.Thermal),
        new VectorFacts(DeviceVectors.Digest(), DeviceVectors.Layers.Length, Zoo.All.Count(zoo => DeviceNetwork.Find(zoo.Name).HasVector)),
        [.. DeviceBackends.Known.Select(backend => new BackendFacts(backend.Name, backend.Precision.Name, backend.UnavailableReason))]);

    private static BuildFacts Build()
    {
        Assembly assembly = typeof(HeadFacts).Assembly;
        Dictionary<string, string?> metadata = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(entry => entry.Key, entry => entry.Value);
        string? dirty = metadata.GetValueOrDefault("Dirty");
        return new BuildFacts(assembly.GetName().Version!.ToString(3), metadata.GetValueOrDefault("Commit"), dirty is null ? null : dirty == "true");
    }

    private static IEnumerable<string> Simd()
    {
        if (AdvSimd.Arm64.IsSupported) yield return nameof(AdvSimd);
        if (Dp.IsSupported) yield return nameof(Dp);
        if (Avx2.IsSupported) yield return nameof(Avx2);
        if (Fma.IsSupported) yield return nameof(Fma);
        if (Vector512.IsHardwareAccelerated) yield return nameof(Avx512F);
    }
}
