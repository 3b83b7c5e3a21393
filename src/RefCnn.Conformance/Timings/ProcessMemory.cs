using System.Diagnostics;

namespace RefCnn.Conformance.Timings;

/// <summary>The memory of this process.</summary>
public static class ProcessMemory
{
    /// <summary>The most that it ever had in memory, in bytes; null where the system does not tell (macOS does not through .NET).</summary>
    public static long? Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 is > 0 and long peak ? peak : null;
    }
}
