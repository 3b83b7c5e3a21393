using System.Runtime.InteropServices;
using System.Text;
using RefCnn.CoreML.Native.ObjectiveC;

[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling]

namespace RefCnn.DeviceTests.Runner.Devices;

/// <summary>An iPhone, an iPad, their simulator or a Mac, by NSProcessInfo and the system's own functions.</summary>
public sealed unsafe partial class AppleDevice : IDevice
{
    private const string System = "/usr/lib/libSystem.dylib";

    // struct rusage: two timevals of 16 bytes each, then ru_maxrss, in bytes on Apple's systems; 144 bytes in all.
    private const int UsageWords = 18, MaximumResidentWord = 4;

    private static readonly Selector ProcessInfo = Selector.Of("processInfo");
    private static readonly Selector ThermalStateSelector = Selector.Of("thermalState");
    private static readonly Selector IsLowPowerModeEnabled = Selector.Of("isLowPowerModeEnabled");
    private static readonly Selector RespondsToSelector = Selector.Of("respondsToSelector:");

    /// <inheritdoc/>
    public string Kind => SimulatedModel is not null ? "simulator" : OperatingSystem.IsMacOS() ? "mac" : new string([.. (Model ?? "device").TakeWhile(char.IsLetter)]);

    /// <inheritdoc/>
    /// <remarks>On iOS hw.machine, on macOS hw.model: the other one is the board or the architecture.</remarks>
    public string? Model => SimulatedModel ?? ReadSystem(OperatingSystem.IsMacOS() ? "hw.model" : "hw.machine");

    /// <inheritdoc/>
    public ThermalState Thermal
    {
        get
        {
            using AutoreleasePool pool = AutoreleasePool.Open();
            return Send.Integer(Info(), ThermalStateSelector) switch
            {
                0 => ThermalState.Nominal,
                1 => ThermalState.Fair,
                2 => ThermalState.Serious,
                3 => ThermalState.Critical,
                _ => ThermalState.Unknown,
            };
        }
    }

    /// <inheritdoc/>
    /// <remarks>macOS has it since version 12.</remarks>
    public bool? LowPowerMode
    {
        get
        {
            using AutoreleasePool pool = AutoreleasePool.Open();
            Id info = Info();
            return Send.Boolean(info, RespondsToSelector, IsLowPowerModeEnabled) == 0 ? null : (Send.Integer(info, IsLowPowerModeEnabled) & 0xFF) != 0;
        }
    }

    /// <inheritdoc/>
    public long? AvailableMemory => OperatingSystem.IsIOS() && SimulatedModel is null ? (long)ProcessAvailableMemory() : null;

    /// <inheritdoc/>
    public long? PeakMemory
    {
        get
        {
            long* usage = stackalloc long[UsageWords];
            return ResourceUsage(0, usage) == 0 ? usage[MaximumResidentWord] : null;
        }
    }

    private static string? SimulatedModel => Environment.GetEnvironmentVariable("SIMULATOR_MODEL_IDENTIFIER");

    private static Id Info() => Send.Object(ObjectiveCRuntime.ClassNamed("NSProcessInfo"), ProcessInfo);

    private static string? ReadSystem(string name)
    {
        byte* value = stackalloc byte[256];
        nint length = 256;
        return ReadSystem(name, value, &length, null, 0) == 0 && length > 0 ? Encoding.UTF8.GetString(value, (int)length - 1) : null;
    }

    [LibraryImport(System, EntryPoint = "sysctlbyname", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadSystem(string name, byte* value, nint* length, void* newValue, nint newLength);

    [LibraryImport(System, EntryPoint = "os_proc_available_memory")]
    private static partial nuint ProcessAvailableMemory();

    [LibraryImport(System, EntryPoint = "getrusage")]
    private static partial int ResourceUsage(int who, long* usage);
}
