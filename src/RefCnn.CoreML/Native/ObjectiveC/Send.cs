using System.Runtime.InteropServices;

namespace RefCnn.CoreML.Native.ObjectiveC;

/// <summary>
/// <c>objc_msgSend</c>, once for each list of arguments that this library sends, and named after what comes back. The function takes whatever the
/// method takes; declared with variable arguments it would put them elsewhere on arm64. A message to nil gives 0.
/// Errors are pointers, not <c>out</c>: a method that succeeds leaves its error as it was.
/// </summary>
internal static unsafe partial class Send
{
    private const string EntryPoint = "objc_msgSend";

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial void Nothing(Id receiver, Selector selector);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial void Nothing(Id receiver, Selector selector, nint argument);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial nint Integer(Id receiver, Selector selector);

    // BOOL is a byte, a C++ bool on some of Apple's systems and a signed char on others: 0 or not.
    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial byte Boolean(Id receiver, Selector selector, Selector argument);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial Id Object(Id receiver, Selector selector);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial Id Object(Id receiver, Selector selector, Id argument);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial Id Object(Id receiver, Selector selector, long argument);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial Id Object(Id receiver, Selector selector, char* characters, nint length);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial Id Object(Id receiver, Selector selector, Id* objects, nint count);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial Id Object(Id receiver, Selector selector, Id* objects, Id* keys, nint count);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial Id Object(Id receiver, Selector selector, Id argument, Id* error);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial Id Object(RetainedObject receiver, Selector selector, Id argument, Id* error);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial Id Object(Id receiver, Selector selector, Id first, Id second, Id* error);

    // -[MLMultiArray initWithDataPointer:shape:dataType:strides:deallocator:error:]: with receiver and selector eight arguments, two of them on the stack of x86-64.
    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial Id Object(Id receiver, Selector selector, void* data, Id shape, nint type, Id strides, nint deallocator, Id* error);
}
