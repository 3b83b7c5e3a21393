using RefCnn.Core;

namespace RefCnn.Cli.Applications;

/// <summary>A picture to be read, and where the one that is made of it goes.</summary>
/// <param name="Input">The picture.</param>
/// <param name="Output">The picture to be written.</param>
internal sealed record PictureJob(string Input, string Output)
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg"];

    /// <summary>
    /// Reads paths as <c>cp</c> does: the last is where results go. One picture may go to a picture; several, or a folder's, go to a folder, which is made where it is
    /// not there, under their own names as PNG.
    /// </summary>
    /// <param name="paths">Two or more.</param>
    /// <exception cref="UsageException">The last path is a picture and there are several to go there, or two would go to one place.</exception>
    /// <exception cref="RefCnnException">A path does not exist, a folder has no pictures, or a picture would be written over one that is read.</exception>
    public static IReadOnlyList<PictureJob> Of(IReadOnlyList<string> paths)
    {
        string target = paths[^1];
        string[] inputs = [.. paths.SkipLast(1).SelectMany(PicturesOf)];
        bool toFile = IsPicture(target) && !Directory.Exists(target);
        if (toFile && (inputs.Length > 1 || Directory.Exists(paths[0])))
            throw new UsageException($"{target}: {inputs.Length} pictures cannot go into one; name a folder");
        PictureJob[] jobs = [.. inputs.Select(input => new PictureJob(input, toFile ? target : Path.Combine(target, Path.GetFileNameWithoutExtension(input) + ".png")))];
        if (jobs.GroupBy(job => job.Output).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UsageException($"{twice.Key}: {string.Join(" and ", twice.Select(job => job.Input))} would both be written there; treat them apart");
        string[] read = [.. inputs.Select(Path.GetFullPath)];
        if (jobs.FirstOrDefault(job => read.Contains(Path.GetFullPath(job.Output))) is { } over)
            throw new RefCnnException($"{over.Output}: is read and would be written over; name another place");
        DemandPlace(target, toFile);
        return jobs;
    }

    private static void DemandPlace(string target, bool toFile)
    {
        if (toFile && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(target))))
            throw new RefCnnException($"{target}: its folder does not exist; create it, or name another place");
        if (!toFile && File.Exists(target)) throw new UsageException($"{target}: expected a folder, or a picture that ends in {string.Join(", ", Extensions)}");
    }

    private static IEnumerable<string> PicturesOf(string path)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new RefCnnException($"{path}: there is no such picture or folder");
        string[] found = [.. Directory.GetFiles(path).Where(IsPicture).Order(StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new RefCnnException($"{path}: has no pictures that end in {string.Join(", ", Extensions)}");
    }

    private static bool IsPicture(string path) => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant());
}
