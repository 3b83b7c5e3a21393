using System.Runtime.InteropServices;

namespace RefCnn.Accelerate.Gemm;

/// <summary>
/// A BLAS that was loaded at run time: OpenBLAS or Apple's Accelerate. Function pointers rather than declared imports, because neither the
/// file's name nor the symbol's is known before, and because they need no code generation at run time.
/// </summary>
/// <remarks>
/// Accelerate exports the function three times. The plain <c>cblas_sgemm</c> is deprecated since macOS 13.3 and iOS 16.4, from where on
/// <c>cblas_sgemm$NEWLAPACK</c> has 32-bit integers and <c>cblas_sgemm$NEWLAPACK$ILP64</c> 64-bit ones
/// (developer.apple.com/documentation/accelerate/blas-library). No extent of a tensor needs 64 bits, so the first of the two is taken, and on
/// older systems the plain one, whose integers are 32 bits wide too.
/// </remarks>
internal sealed unsafe class BlasLibrary
{
    // OpenBLAS may be built with a suffix on every symbol, customarily where its integers have 64 bits.
    private static readonly string[] Suffixes = ["", "64_"];

    [ThreadStatic]
    private static bool isHeldToOneThread;

    private readonly delegate* unmanaged[Cdecl]<int, int> setThreading;

    private BlasLibrary(nint multiply, bool hasWideIntegers, nint setThreading)
    {
        (Multiply, HasWideIntegers) = (multiply, hasWideIntegers);
        this.setThreading = (delegate* unmanaged[Cdecl]<int, int>)setThreading;
    }

    /// <summary>The function <c>cblas_sgemm</c>.</summary>
    public nint Multiply { get; }

    /// <summary>Whether its extents and strides have 64 bits.</summary>
    public bool HasWideIntegers { get; }

    /// <summary>Loads a library, or says null: it is not here, or not a BLAS.</summary>
    /// <param name="file">Its name, for the system's own search, or its path.</param>
    public static BlasLibrary? TryLoad(string file)
    {
        if (!NativeLibrary.TryLoad(file, out nint handle)) return null;
        if ((OfApple(handle) ?? OfOpenBlas(handle)) is { } library) return library;
        NativeLibrary.Free(handle);
        return null;
    }

    /// <summary>
    /// Keeps the library from starting threads of its own for calls from this one. OpenBLAS was told so when it was loaded. Accelerate is told thread by
    /// thread, from macOS 15 and iOS 18 on (BLASSetThreading); before, only the environment variable VECLIB_MAXIMUM_THREADS=1, set before the process
    /// starts, does it.
    /// </summary>
    public void HoldToOneThread()
    {
        const int SingleThreaded = 1;
        if (isHeldToOneThread || setThreading == null) return;
        setThreading(SingleThreaded);
        isHeldToOneThread = true;
    }

    private static BlasLibrary? OfApple(nint handle)
    {
        if (!OperatingSystem.IsMacOS() && !OperatingSystem.IsIOS()) return null;
        if (NativeLibrary.TryGetExport(handle, "openblas_get_config", out _)) return null;
        nint setThreading = NativeLibrary.TryGetExport(handle, "BLASSetThreading", out nint found) ? found : 0;
        return NativeLibrary.TryGetExport(handle, "cblas_sgemm$NEWLAPACK", out nint multiply) || NativeLibrary.TryGetExport(handle, "cblas_sgemm", out multiply)
            ? new BlasLibrary(multiply, hasWideIntegers: false, setThreading)
            : null;
    }

    private static BlasLibrary? OfOpenBlas(nint handle)
    {
        foreach (string suffix in Suffixes)
        {
            if (!NativeLibrary.TryGetExport(handle, $"cblas_sgemm{suffix}", out nint multiply)) continue;
            if (!NativeLibrary.TryGetExport(handle, $"openblas_get_config{suffix}", out nint config)) continue;
            if (!NativeLibrary.TryGetExport(handle, $"openblas_set_num_threads{suffix}", out nint setThreads)) continue;

            ((delegate* unmanaged[Cdecl]<int, void>)setThreads)(1);
            string built = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<byte*>)config)()) ?? string.Empty;
            return new BlasLibrary(multiply, built.Contains("USE64BITINT", StringComparison.Ordinal), 0);
        }

        return null;
    }
}
