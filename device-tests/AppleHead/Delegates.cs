using System.Runtime.InteropServices;
using RefCnn.AppleHead.ObjectiveC;
using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.AppleHead;

/// <summary>The two classes that UIKit makes objects of. An exception that left one of their methods would end the process: only what is broken for good throws.</summary>
internal static unsafe class Delegates
{
    /// <summary>The class of the application's delegate.</summary>
    public const string Application = "RefCnnAppDelegate";

    /// <summary>The class of the scene's delegate; Info.plist names it too.</summary>
    public const string Scene = "RefCnnSceneDelegate";

    /// <summary>Makes both known to the runtime.</summary>
    public static void Register()
    {
        new ClassBuilder(Application, "UIResponder", "UIApplicationDelegate")
            .Method("application:didFinishLaunchingWithOptions:", &DidFinishLaunching)
            .Register();
        new ClassBuilder(Scene, "UIResponder", "UIWindowSceneDelegate")
            .Method("scene:willConnectToSession:options:", &WillConnect)
            .Property("window", "setWindow:", &GetWindow, &SetWindow)
            .Method("run:", &Run)
            .Method("stop:", &Stop)
            .Method("share:", &Share)
            .Method("refresh", &Refresh)
            .Register();
    }

    [UnmanagedCallersOnly]
    private static byte DidFinishLaunching(Id self, Selector selector, Id application, Id options) => 1;

    [UnmanagedCallersOnly]
    private static void WillConnect(Id self, Selector selector, Id scene, Id session, Id options) => HeadApp.Current.Connect(scene, self);

    [UnmanagedCallersOnly]
    private static Id GetWindow(Id self, Selector selector) => HeadApp.Current.Window;

    // The screen keeps its window; UIKit sets one only for a storyboard.
    [UnmanagedCallersOnly]
    private static void SetWindow(Id self, Selector selector, Id window)
    {
    }

    [UnmanagedCallersOnly]
    private static void Run(Id self, Selector selector, Id sender) => HeadApp.Current.Run();

    [UnmanagedCallersOnly]
    private static void Stop(Id self, Selector selector, Id sender) => HeadApp.Current.Stop();

    [UnmanagedCallersOnly]
    private static void Share(Id self, Selector selector, Id sender) => HeadApp.Current.Share();

    [UnmanagedCallersOnly]
    private static void Refresh(Id self, Selector selector) => HeadApp.Current.ShowNow();
}
