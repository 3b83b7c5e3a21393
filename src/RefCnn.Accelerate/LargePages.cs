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

    // MADV_HUGEPAGE and MADV_COLLAPSE (Linux 6.1) of linux/mman.h.
    private const int Future = 14, Now = 25;

    private static readonly delegate* unmanaged<void*, nuint, int, int> Advise =
        OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "madvise", out nint address) ? (delegate* unmanaged<void*, nuint, int, int>)address : null;

    /// <summary>Asks for large pages. Nothing fails where there are none: the memory is the same then, on small ones.</summary>
    /// <param name="data">The memory, which nobody has touched.</param>
    /// <param name="bytes">How long it is.</param>
    public static void Ask(void* data, nuint bytes)
    {
        if (Advise != null) _ = Advise(data, bytes, Future);
    }

    /// <summary>Moves what lies on small pages already to large ones, as far as it fills some. Nothing fails where there are none.</summary>
    /// <param name="values">The values, whose addresses stay.</param>
    public static void Gather(ReadOnlySpan<float> values)
    {
        fixed (float* data = values)
        {
            nuint first = ((nuint)data + Size - 1) / Size * Size, end = ((nuint)data + ((nuint)values.Length * sizeof(float))) / Size * Size;
            if (Advise == null || first >= end) return;
            Ask((void*)first, end - first);
            _ = Advise((void*)first, end - first, Now);
        }
    }
}
