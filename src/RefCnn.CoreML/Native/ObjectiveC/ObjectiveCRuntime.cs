using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace RefCnn.CoreML.Native.ObjectiveC;

/// <summary>The functions of the Objective-C runtime that find classes and selectors; <see cref="Send"/> has the one that sends messages.</summary>
internal static partial class ObjectiveCRuntime
{
    /// <summary>The runtime's library on every system of Apple's.</summary>
    public const string Library = "/usr/lib/libobjc.A.dylib";

    /// <summary>The class of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="CoreMlException">No loaded library defines it.</exception>
    public static Id ClassNamed(string name)
    {
        Id found = FindClass(name);
        return found.IsNil ? throw new CoreMlException($"the Objective-C class '{name}' is missing: no framework that is loaded defines it") : found;
    }

    /// <summary>The class of a name, or nil.</summary>
    /// <param name="name">The name.</param>
    [LibraryImport(Library, EntryPoint = "objc_getClass", StringMarshalling = StringMarshalling.Utf8)]
    public static partial Id FindClass(string name);

    /// <summary>The selector of a name.</summary>
    /// <param name="name">The name.</param>
    [LibraryImport(Library, EntryPoint = "sel_registerName", StringMarshalling = StringMarshalling.Utf8)]
    public static partial Selector RegisterSelector(string name);
}
