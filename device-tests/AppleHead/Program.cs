using System.Runtime.InteropServices;
using RefCnn.CoreML.Native.Foundation;
using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.AppleHead;

/// <summary>The app's entry.</summary>
public static unsafe partial class Program
{
    private const string UIKit = "/System/Library/Frameworks/UIKit.framework/UIKit";

    /// <summary>Hands the main thread to UIKit for good.</summary>
    /// <param name="arguments">The runner's arguments; <c>--run</c> starts the run at once.</param>
    public static int Main(string[] arguments)
    {
        NativeLibrary.TryLoad(UIKit, out _);
        using AutoreleasePool pool = AutoreleasePool.Open();
        new HeadApp(arguments).Enter();
        Delegates.Register();
        return RunApplication(0, null, default, NSString.Of(Delegates.Application));
    }

    [LibraryImport(UIKit, EntryPoint = "UIApplicationMain")]
    private static partial int RunApplication(int count, byte** arguments, Id principalClass, Id delegateClass);
}
