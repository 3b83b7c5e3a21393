using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RefCnn.CoreML;
using RefCnn.CoreML.Native.ObjectiveC;

[assembly: DisableRuntimeMarshalling]

namespace RefCnn.InteropTests.StandIns;

/// <summary>The stages of Core ML that a test can make fail.</summary>
internal enum Stage
{
    None,
    Compile,
    Load,
    Predict,
}

/// <summary>
/// The stand-ins for Apple's frameworks on GNUstep, in one shared library with our <c>objc_msgSend</c>. What the product calls in Apple's
/// Objective-C library is found in this one instead; nothing in the product knows.
/// </summary>
internal static partial class StandInLibrary
{
    private const string Name = "stand-ins";

    private static readonly Lazy<nint> Handle = new(() => NativeLibrary.Load(Build()));

    /// <summary>Why tests on the stand-ins are skipped here, or null where they run. In CI on Linux they always run, or fail.</summary>
    public static string? SkipReason { get; } = FindSkipReason();

    /// <summary>Builds and loads the library, and sets the product's calls on it.</summary>
    public static void Install()
    {
        _ = Handle.Value;
        NativeLibrary.SetDllImportResolver(typeof(CoreMlBackend).Assembly, Resolve);
        NativeLibrary.SetDllImportResolver(typeof(StandInLibrary).Assembly, Resolve);
    }

    [LibraryImport(Name, EntryPoint = "StandInSetEngine")]
    public static partial void SetEngine(EngineFunctions engine);

    [LibraryImport(Name, EntryPoint = "StandInSetLayout")]
    public static partial void SetLayout(OutputLayout layout);

    /// <summary>Makes every call of a stage fail with a code, caused by another error with code + 1.</summary>
    [LibraryImport(Name, EntryPoint = "StandInFail")]
    public static partial void Fail(Stage stage, nint code);

    /// <summary>Whether MLModel has what came with macOS 13.</summary>
    [LibraryImport(Name, EntryPoint = "StandInSetNewSystem")]
    public static partial void SetNewSystem(int isNew);

    /// <summary>How many objects of Core ML's classes live.</summary>
    [LibraryImport(Name, EntryPoint = "StandInLiveObjects")]
    public static partial nint LiveObjects();

    /// <summary>Counts all objects that are made from now on, Foundation's too; or stops.</summary>
    [LibraryImport(Name, EntryPoint = "StandInCountFoundation")]
    public static partial void CountFoundation(int counts);

    /// <summary>How many of the counted objects live.</summary>
    [LibraryImport(Name, EntryPoint = "StandInLiveFoundationObjects")]
    public static partial nint LiveFoundationObjects();

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name is Name or ObjectiveCRuntime.Library ? Handle.Value : 0;

    private static string? FindSkipReason()
    {
        if (!OperatingSystem.IsLinux()) return "Core ML's stand-ins are built on Linux; on macOS run 'refcnn verify --backend coreml', which calls the real Core ML";
        if (Environment.GetEnvironmentVariable("CI") == "true") return null;
        (int code, string fault) = Script("--check");
        return code == 0 ? null : $"Core ML's stand-ins cannot be built here: {fault}";
    }

    private static string Build()
    {
        string library = Path.Combine(AppContext.BaseDirectory, "stand-ins.so");
        (int code, string fault) = Script(library);
        return code == 0 ? library : throw new InvalidOperationException($"Core ML's stand-ins cannot be built: {fault}");
    }

    private static (int Code, string Fault) Script(string argument)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "stand-ins", "build.sh");
        using Process process = Process.Start(new ProcessStartInfo("sh", [script, argument]) { RedirectStandardError = true })!;
        string fault = process.StandardError.ReadToEnd().Trim();
        process.WaitForExit();
        return (process.ExitCode, fault);
    }
}
