using System.Runtime.InteropServices;
using RefCnn.CoreML.Native.ObjectiveC;

[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling]

namespace RefCnn.AppleHead.ObjectiveC;

/// <summary>Makes an Objective-C class whose methods are C# functions for unmanaged callers.</summary>
internal sealed unsafe partial class ClassBuilder
{
    private readonly Id type;

    /// <summary>Begins a class.</summary>
    /// <param name="name">Its name, new to the runtime.</param>
    /// <param name="parent">The name of the class that it extends.</param>
    /// <param name="protocols">Protocols that it says it has; those that no loaded framework keeps at run time are left out, and frameworks then ask for methods one by one.</param>
    public ClassBuilder(string name, string parent, params ReadOnlySpan<string> protocols)
    {
        type = Allocate(ObjectiveCRuntime.ClassNamed(parent), name, 0);
        if (type.IsNil) throw new InvalidOperationException($"the Objective-C class '{name}' is there already");
        foreach (string protocol in protocols)
        {
            if (FindProtocol(protocol) is { IsNil: false } found) AddProtocol(type, found);
        }
    }

    /// <summary>Adds a method without arguments.</summary>
    /// <param name="selector">Its name.</param>
    /// <param name="code">The function: receiver and selector.</param>
    public ClassBuilder Method(string selector, delegate* unmanaged<Id, Selector, void> code) => Add(selector, code, "v@:");

    /// <summary>Adds a method with one object.</summary>
    /// <param name="selector">Its name.</param>
    /// <param name="code">The function.</param>
    public ClassBuilder Method(string selector, delegate* unmanaged<Id, Selector, Id, void> code) => Add(selector, code, "v@:@");

    /// <summary>Adds a method with two objects that answers yes or no.</summary>
    /// <param name="selector">Its name.</param>
    /// <param name="code">The function.</param>
    public ClassBuilder Method(string selector, delegate* unmanaged<Id, Selector, Id, Id, byte> code) => Add(selector, code, "B@:@@");

    /// <summary>Adds a method with three objects.</summary>
    /// <param name="selector">Its name.</param>
    /// <param name="code">The function.</param>
    public ClassBuilder Method(string selector, delegate* unmanaged<Id, Selector, Id, Id, Id, void> code) => Add(selector, code, "v@:@@@");

    /// <summary>Adds a property that keeps an object, as frameworks demand of a delegate's window.</summary>
    /// <param name="getter">The name of the method that tells it.</param>
    /// <param name="setter">The name of the method that sets it.</param>
    /// <param name="get">Tells it.</param>
    /// <param name="set">Sets it.</param>
    public ClassBuilder Property(string getter, string setter, delegate* unmanaged<Id, Selector, Id> get, delegate* unmanaged<Id, Selector, Id, void> set) =>
        Add(getter, get, "@@:").Add(setter, set, "v@:@");

    /// <summary>Makes the class known to the runtime.</summary>
    public void Register() => Register(type);

    // "B" is C++'s bool, "@" an object, ":" a selector, "v" nothing.
    private ClassBuilder Add(string selector, void* code, string types)
    {
        if (AddMethod(type, Selector.Of(selector), code, types) == 0) throw new InvalidOperationException($"the method '{selector}' is there already");
        return this;
    }

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = "objc_allocateClassPair", StringMarshalling = StringMarshalling.Utf8)]
    private static partial Id Allocate(Id parent, string name, nint extraBytes);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = "objc_registerClassPair")]
    private static partial void Register(Id type);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = "class_addMethod", StringMarshalling = StringMarshalling.Utf8)]
    private static partial byte AddMethod(Id type, Selector selector, void* code, string types);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = "objc_getProtocol", StringMarshalling = StringMarshalling.Utf8)]
    private static partial Id FindProtocol(string name);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = "class_addProtocol")]
    private static partial byte AddProtocol(Id type, Id protocol);
}
