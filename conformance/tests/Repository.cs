namespace RefCnn.ConformanceTests;

/// <summary>Where the tests find the repository's own files.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Vectors => Path.Combine(Root, "conformance", "vectors", "layers");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RefCnn.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"RefCnn.sln is in no folder above {AppContext.BaseDirectory}");
    }
}
