using RefCnn.Conformance.Timings;

namespace RefCnn.DeviceTests.Runner.Devices;

/// <summary>Any machine: its heat and its saving of power are not known here.</summary>
public sealed class UnknownDevice : IDevice
{
    /// <inheritdoc/>
    public string Kind => "desktop";

    /// <inheritdoc/>
    public string? Model => null;

    /// <inheritdoc/>
    public ThermalState Thermal => ThermalState.Unknown;

    /// <inheritdoc/>
    public bool? LowPowerMode => null;

    /// <inheritdoc/>
    public long? AvailableMemory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;

    /// <inheritdoc/>
    public long? PeakMemory => ProcessMemory.Peak();
}
