namespace RefCnn.DeviceTests.Runner.Devices;

/// <summary>How hot a device is, in Apple's four steps.</summary>
public enum ThermalState
{
    /// <summary>Nobody here knows.</summary>
    Unknown,

    /// <summary>Cool enough for everything.</summary>
    Nominal,

    /// <summary>Slightly warm; nothing is slowed yet.</summary>
    Fair,

    /// <summary>The system slows work down.</summary>
    Serious,

    /// <summary>The system does what it can to cool down.</summary>
    Critical,
}

/// <summary>What a report says of the machine, and what decides whether its timings count.</summary>
public interface IDevice
{
    /// <summary>E.g. <c>iPhone</c>, <c>simulator</c>, <c>desktop</c>.</summary>
    string Kind { get; }

    /// <summary>The maker's name of the model, e.g. <c>iPhone16,2</c>; null where not known here.</summary>
    string? Model { get; }

    /// <summary>How hot it is now.</summary>
    ThermalState Thermal { get; }

    /// <summary>Whether it saves power, which slows it down; null where not known here.</summary>
    bool? LowPowerMode { get; }

    /// <summary>Bytes that the process may still take before the system ends it; null where not known here.</summary>
    long? AvailableMemory { get; }

    /// <summary>The most bytes that the process ever had in memory; null where not known here.</summary>
    long? PeakMemory { get; }
}
