using System.Runtime.InteropServices;

namespace RefCnn.Accelerate;

/// <summary>
/// Pages of memory of 2 MB, which a system may give on request; Linux is asked here. What lies on one lies side by side in physical memory too, by whose addresses the second cache is shared out, and needs
/// fewer look-ups of addresses.
/// </summary>
internal static unsafe class LargePages
{
    /// <summary>Bytes of a page, which must begin at a multiple of them.</summary>
    public const int Size = 2 << 20;

    // MADV_HUGEPAGE of linux/mman.h.
    private const int Advice = 14;

    private static readonly delegate* unmanaged<void*, nuint, int, int> Advise =
        OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "madvise", out nint address) ? (delegate* unmanaged<void*, nuint, int, int>)address : null;

    /// <summary>Asks for large pages. Nothing fails where there are none: the memory is the same then, on small ones.</summary>
    /// <param name="data">The memory, which nobody has touched.</param>
    /// <param name="bytes">How long it is.</param>
    public static void Ask(void* data, nuint bytes)
    {
        if (Advise != null) _ = Advise(data, bytes, Advice);
    }
}
