using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using RefCnn.Conformance;
using RefCnn.Core;

namespace RefCnn.DeviceTests;

/// <summary>The vectors that travel with the tests.</summary>
public static class DeviceVectors
{
    private static readonly string[] Parts = ["layers", "networks"];
    private static string? directory;

    /// <summary>The folder that holds <c>layers</c> and <c>networks</c>: the one that was set, else <c>vectors</c> beside the program, else the repository's.</summary>
    /// <exception cref="RefCnnException">There is none.</exception>
    public static string Directory
    {
        get
        {
            if (directory is not null) return directory;
            string beside = Path.Combine(AppContext.BaseDirectory, "vectors");
            return directory = System.IO.Directory.Exists(Path.Combine(beside, "layers")) ? beside : VectorFiles.FindDirectory();
        }
        set => directory = value;
    }

    /// <summary>The identifiers of the layer vectors, e.g. <c>conv2d/asymmetric-padding</c>.</summary>
    public static ImmutableArray<string> Layers => [.. VectorFiles.In(Directory).Select(IdOf)];

    /// <summary>Reads a layer vector.</summary>
    /// <param name="id">Its identifier.</param>
    public static VectorCase Read(string id) => VectorReader.Read(Path.Combine(Directory, "layers", $"{id}.json"));

    /// <summary>SHA-256 over paths and contents of all files in ordinal order: two reports with the same one judged by the same numbers.</summary>
    public static string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        IEnumerable<(string File, string Path)> files = Parts
            .SelectMany(part => System.IO.Directory.EnumerateFiles(Path.Combine(Directory, part), "*", SearchOption.AllDirectories))
            .Select(file => (file, Path.GetRelativePath(Directory, file).Replace('\\', '/')));
        foreach ((string file, string path) in files.OrderBy(entry => entry.Path, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string IdOf(string file) => $"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileNameWithoutExtension(file)}";
}
