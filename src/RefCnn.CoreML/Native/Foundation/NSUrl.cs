using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.CoreML.Native.Foundation;

/// <summary>Locations of files.</summary>
internal static class NSUrl
{
    private static readonly Selector FileUrlWithPath = Selector.Of("fileURLWithPath:");
    private static readonly Selector Path = Selector.Of("path");

    /// <summary>An autoreleased location.</summary>
    /// <param name="path">The path; Core ML takes locations of files only, which strings with a scheme are not.</param>
    public static Id OfFile(string path) => Send.Object(ObjectiveCRuntime.ClassNamed("NSURL"), FileUrlWithPath, NSString.Of(path));

    /// <summary>The path of a file's location.</summary>
    /// <param name="url">The location.</param>
    public static string PathOf(Id url) => NSString.Read(Send.Object(url, Path));
}
