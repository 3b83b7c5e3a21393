using System.Runtime.InteropServices;

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
    public static CLibrary Load(string path) => new(NativeLibrary.Load(path));

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
