using System.Runtime.InteropServices;
using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.AppleHead.ObjectiveC;

/// <summary><c>objc_msgSend</c> for the lists of arguments that only UIKit takes, beside those of <see cref="Send"/>.</summary>
internal static partial class UiSend
{
    private const string EntryPoint = "objc_msgSend";

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial void Set(Id receiver, Selector selector, Id value);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial void Set(Id receiver, Selector selector, double value);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial void Set(Id receiver, Selector selector, byte value);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial void SetForState(Id receiver, Selector selector, Id value, nint state);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial void AddTarget(Id receiver, Selector selector, Id target, Selector action, nint events);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial void Perform(Id receiver, Selector selector, Selector action, Id argument, byte wait);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial void Present(Id receiver, Selector selector, Id controller, byte animated, Id completion);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial Id Object(Id receiver, Selector selector, Id first, Id second);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial Id Object(Id receiver, Selector selector, Id anchor, double constant);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial Id Object(Id receiver, Selector selector, double size, double weight);

    [LibraryImport(ObjectiveCRuntime.Library, EntryPoint = EntryPoint)]
    public static partial Id Object(Id receiver, Selector selector, double red, double green, double blue, double alpha);
}
