using System.Runtime.InteropServices;

namespace RefCnn.Formats.CSource.Native;

/// <summary>A BLAS that generated code can be linked with, loaded for the life of the process.</summary>
internal sealed class CBlas
{
    private readonly SetThreads? setThreads;
    private readonly Lock threadLock = new();
    private int threads;

    private CBlas(string[] flags, nint library)
    {
        Flags = flags;
        if (NativeLibrary.TryGetExport(library, "openblas_set_num_threads", out nint address)) setThreads = Marshal.GetDelegateForFunctionPointer<SetThreads>(address);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetThreads(int threads);

    /// <summary>What the compiler is told.</summary>
    public IReadOnlyList<string> Flags { get; }

    /// <summary>Loads it by a library that is linked with it.</summary>
    /// <param name="flags">What the compiler was told.</param>
    /// <param name="library">The library's path.</param>
    public static CBlas? Load(string[] flags, string library) => NativeLibrary.TryLoad(library, out nint handle) ? new CBlas(flags, handle) : null;

    /// <summary>Sets how many threads products use, in the whole process; only OpenBLAS can be told.</summary>
    /// <param name="count">The number.</param>
    public void UseThreads(int count)
    {
        lock (threadLock)
        {
            if (threads == count) return;
            setThreads?.Invoke(count);
            threads = count;
        }
    }
}
