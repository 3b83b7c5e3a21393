namespace RefCnn.Serialization;

/// <summary>Symbolic links inside a folder that came from anywhere.</summary>
public static class FolderLinks
{
    /// <summary>Whether a path below a folder leaves it by a symbolic link.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">The path.</param>
    public static bool LeadOut(string folder, string path)
    {
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        for (string place = Path.GetFullPath(path); place.Length > root.Length; place = Path.GetDirectoryName(place)!)
        {
            FileSystemInfo entry = Directory.Exists(place) ? new DirectoryInfo(place) : new FileInfo(place);
            if (entry.LinkTarget is not null && entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName.StartsWith(root, StringComparison.Ordinal) != true) return true;
        }

        return false;
    }
}
