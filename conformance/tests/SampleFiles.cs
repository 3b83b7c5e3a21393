namespace RefCnn.ConformanceTests;

/// <summary>The trained samples of the repository.</summary>
internal static class SampleFiles
{
    /// <summary>The path of a file or folder.</summary>
    /// <param name="parts">The parts of its path below <c>samples</c>.</param>
    public static string PathOf(params string[] parts) => Path.Combine([Repository.Root, "samples", .. parts]);
}
