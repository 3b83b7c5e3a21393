using System.Runtime.InteropServices;
using RefCnn.Core;

namespace RefCnn.Formats.CSource.Native;

/// <summary>A compiled library, unloaded when nobody refers to it any more.</summary>
internal sealed class CLibrary : SafeHandle
{
    private CLibrary(nint library)
        : base(0, ownsHandle: true) => SetHandle(library);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Loads a library.</summary>
    /// <param name="path">Its file, which can be deleted afterwards.</param>
    /// <exception cref="BackendException">It is no library, or one for another machine.</exception>
    public static CLibrary Load(string path)
    {
        try
        {
            return new CLibrary(NativeLibrary.Load(path));
        }
        catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException)
        {
            throw new BackendException($"what the C compiler made cannot be loaded; expected a compiler for this machine, and a folder for temporary files that code may run from: {fault.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>A function of the library, to be called only while the library is referred to.</summary>
    /// <param name="name">Its name.</param>
    /// <typeparam name="TFunction">Its type.</typeparam>
    public TFunction Function<TFunction>(string name)
        where TFunction : Delegate => Marshal.GetDelegateForFunctionPointer<TFunction>(NativeLibrary.GetExport(handle, name));

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeLibrary.Free(handle);
        return true;
    }
}
