using System.Runtime.InteropServices;
using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.CoreML.Native.Framework;

/// <summary>Whether this machine has Core ML.</summary>
internal static class CoreMlFramework
{
    private static readonly string[] Libraries =
    [
        "/System/Library/Frameworks/Foundation.framework/Foundation",
        "/System/Library/Frameworks/CoreML.framework/CoreML",
    ];

    private static readonly string[] Classes =
    [
        "NSAutoreleasePool", "NSString", "NSNumber", "NSArray", "NSDictionary", "NSURL",
        "MLModel", "MLModelConfiguration", "MLMultiArray", "MLFeatureValue", "MLDictionaryFeatureProvider",
    ];

    private static readonly Lazy<string?> Missing = new(() => ReasonWithout(Classes));

    /// <summary>Why Core ML cannot be called here, or null where it can.</summary>
    public static string? MissingReason => Missing.Value;

    /// <summary>Why classes cannot be used here, or null where all can.</summary>
    /// <param name="classes">Their names.</param>
    public static string? ReasonWithout(params ReadOnlySpan<string> classes)
    {
        // A class is known once its library is loaded. What fails to load shows in the classes that are missing then.
        foreach (string library in Libraries) NativeLibrary.TryLoad(library, out _);
        try
        {
            foreach (string name in classes)
            {
                if (ObjectiveCRuntime.FindClass(name).IsNil) return $"this system's Core ML has no class '{name}'; it needs macOS 10.14 or iOS 12";
            }

            return null;
        }
        catch (DllNotFoundException)
        {
            return $"Core ML is a part of macOS and iOS, and this machine has no {ObjectiveCRuntime.Library}";
        }
    }
}
