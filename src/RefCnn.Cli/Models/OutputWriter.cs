using System.Globalization;
using RefCnn.Core;
using RefCnn.Pictures;
using RefCnn.Serialization;

namespace RefCnn.Cli.Models;

/// <summary>Decides which output goes to which file, and writes them.</summary>
/// <param name="network">The network.</param>
/// <param name="pictures">How outputs become pictures.</param>
internal sealed class OutputWriter(Network network, PictureSettings pictures)
{
    /// <summary>
    /// Finds a file for every output that is to be written, and checks that it can be. Files without a name take the outputs that are left, in order;
    /// a single one takes all that are left: y.npy, y_1.npy, ….
    /// </summary>
    /// <param name="files">The files.</param>
    /// <returns>Files, each with the name of an output.</returns>
    /// <exception cref="UsageException">An output does not exist, or has two files, or a file has no output.</exception>
    /// <exception cref="RefCnnException">A folder does not exist, or an output cannot be a picture.</exception>
    public IReadOnlyList<NamedFile> Assign(IReadOnlyList<NamedFile> files)
    {
        var left = new Queue<string>(network.Outputs.Select(output => output.Name).Where(name => files.All(file => file.Name != name)));
        bool single = files.Count(file => file.Name is null) == 1;
        var assigned = new List<NamedFile>();
        foreach (NamedFile file in files)
        {
            if (file.Name is not null)
            {
                assigned.Add(file);
                continue;
            }

            if (left.Count == 0) throw new UsageException($"--output {file.Path}: no output is left for it; the outputs are {Describe()}");
            assigned.Add(file with { Name = left.Dequeue() });
            for (int number = 1; single && left.Count > 0; number++) assigned.Add(new NamedFile(left.Dequeue(), Numbered(file.Path, number)));
        }

        foreach (NamedFile file in assigned) Check(file, assigned);
        return assigned;
    }

    /// <summary>Writes one output.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="value">Its values.</param>
    /// <exception cref="RefCnnException">The file cannot be written.</exception>
    public void Write(NamedFile file, Tensor value)
    {
        if (file.IsPicture) Picture.Write(file.Path, value, pictures.Options);
        else NpyFile.Write(file.Path, NpyArray.Of(value));
    }

    private void Check(NamedFile file, List<NamedFile> all)
    {
        if (network.Outputs.All(output => output.Name != file.Name))
            throw new UsageException($"--output {file.Name}={file.Path}: there is no output '{file.Name}'; the outputs are {Describe()}");
        if (all.Count(other => other.Name == file.Name) > 1) throw new UsageException($"--output {file.Name}=…: is given twice");
        if (all.Count(other => Path.GetFullPath(other.Path) == Path.GetFullPath(file.Path)) > 1)
            throw new UsageException($"--output {file.Path}: two outputs would be written there");
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file.Path))))
            throw new RefCnnException($"{file.Path}: its folder does not exist; create it, or name another --output");
        if (file.IsPicture) PictureSettings.DemandPicture(file.Path, file.Name!, ShapeOf(file.Name!));
    }

    private Shape ShapeOf(string output) => network.Shapes[network.Outputs.First(known => known.Name == output).Node];

    private string Describe() => string.Join(", ", network.Outputs.Select(output => $"'{output.Name}'"));

    private static string Numbered(string path, int number) => Path.Combine(
        Path.GetDirectoryName(path) ?? "",
        string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(path)}_{number}{Path.GetExtension(path)}"));
}
