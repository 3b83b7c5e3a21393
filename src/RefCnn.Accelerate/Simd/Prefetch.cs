using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace RefCnn.Accelerate.Simd;

/// <summary>Asks for memory before it is needed, where .NET has an instruction for it: on x64.</summary>
internal static unsafe class Prefetch
{
    /// <summary>Brings a cache line into the first cache. Any address will do.</summary>
    /// <param name="address">Where it lies.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(float* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }
}
