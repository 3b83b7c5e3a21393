using RefCnn.Accelerate.Simd;

namespace RefCnn.Accelerate.Gemm;

/// <summary>The products of matrices that there are.</summary>
internal static class GemmTable
{
    private static readonly ManagedGemm Managed = new(VectorUnit.Best);

    private static readonly Lazy<BlasGemm?> OpenBlas = new(() => BlasGemm.Find("openblas", OpenBlasNames())), Accelerate = new(
        () => OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() ? BlasGemm.Find("accelerate", ["/System/Library/Frameworks/Accelerate.framework/Accelerate"]) : null);

    /// <summary>The library for im2col where none is named: on Apple's systems theirs, which alone reaches the matrix unit.</summary>
    public static GemmLibrary Preferred => Accelerate.Value is null ? GemmLibrary.Managed : GemmLibrary.Accelerate;

    /// <summary>Why a library cannot be used on this machine, or null where it can.</summary>
    /// <param name="library">The library.</param>
    public static string? UnavailableReason(GemmLibrary library) => library switch
    {
        GemmLibrary.OpenBlas when OpenBlas.Value is null => $"OpenBLAS was not found as {string.Join(" or ", OpenBlasNames())}; install it (libopenblas0-pthread on Debian, openblas in Homebrew), or choose --gemm managed",
        GemmLibrary.Accelerate when Accelerate.Value is null => "Accelerate is a part of macOS and iOS; choose --gemm openblas or managed",
        _ => null,
    };

    /// <summary>The implementation.</summary>
    /// <param name="library">A library without an <see cref="UnavailableReason"/>.</param>
    public static IGemm Of(GemmLibrary library) => library switch
    {
        GemmLibrary.OpenBlas => OpenBlas.Value!,
        GemmLibrary.Accelerate => Accelerate.Value!,
        _ => Managed,
    };

    private static string[] OpenBlasNames()
    {
        if (OperatingSystem.IsWindows()) return ["libopenblas.dll", "openblas.dll"];
        return OperatingSystem.IsMacOS()
            ? ["libopenblas.0.dylib", "/opt/homebrew/opt/openblas/lib/libopenblas.0.dylib", "/usr/local/opt/openblas/lib/libopenblas.0.dylib"]
            : ["libopenblas.so.0", "libopenblas.so", "libopenblas64_.so.0", "libopenblas64.so.0"];
    }
}
