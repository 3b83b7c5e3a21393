using System.Runtime.InteropServices;

namespace RefCnn.CoreML.Native.ObjectiveC;

/// <summary>An object that this library is one of the owners of, until it is disposed or collected.</summary>
internal sealed class RetainedObject : SafeHandle
{
    /// <summary>Retains an object.</summary>
    /// <param name="value">The object; not nil.</param>
    public RetainedObject(Id value)
        : base(invalidHandleValue: 0, ownsHandle: true) => SetHandle(Lifetime.Retain(value).Address);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    // A destructor may autorelease, and the collector's thread has no pool of its own.
    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        using AutoreleasePool pool = AutoreleasePool.Open();
        Lifetime.Release(new Id(handle));
        return true;
    }
}
