namespace RefCnn.ConformanceTests;

/// <summary>
/// Third-party models and cases, which are not part of the repository: the folder that REFCNN_DATA names, or shared/data in a folder
/// above the tests, or beside one.
/// </summary>
internal static class SharedData
{
    /// <summary>The folder, or null where there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Why tests on these data are skipped, or null where they run.</summary>
    public static string? SkipReason => Folder is null
        ? "the third-party models are not on this machine: name their folder in REFCNN_DATA, or put it at shared/data beside the repository"
        : null;

    /// <summary>The path of a file or folder.</summary>
    /// <param name="parts">The parts of its path below the folder.</param>
    public static string PathOf(params string[] parts) => Path.Combine([Folder ?? throw new InvalidOperationException(SkipReason), .. parts]);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("REFCNN_DATA") is { Length: > 0 } named) return Directory.Exists(named) ? named : null;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string[] candidates = [Path.Combine(folder.FullName, "shared", "data"), Path.Combine(folder.FullName, "..", "shared", "data")];
            if (Array.Find(candidates, Directory.Exists) is { } found) return Path.GetFullPath(found);
        }

        return null;
    }
}
