using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance;

/// <summary>Where vectors lie.</summary>
public static class VectorFiles
{
    private static readonly string InRepository = Path.Combine("conformance", "vectors");

    /// <summary>The repository's own vectors, looked for upwards of the working directory, then of the program.</summary>
    /// <exception cref="RefCnnException">There are none.</exception>
    public static string FindDirectory()
    {
        foreach (string start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (string? directory = start; directory is not null; directory = Path.GetDirectoryName(directory))
            {
                if (Directory.Exists(Path.Combine(directory, InRepository, "layers"))) return Path.Combine(directory, InRepository);
            }
        }

        throw new RefCnnException($"no {InRepository} above {Directory.GetCurrentDirectory()}; name the directory with --vectors");
    }

    /// <summary>The vector files of a directory, in ordinal order.</summary>
    /// <param name="directory">The directory that holds <c>layers/&lt;kind&gt;/&lt;case&gt;.json</c>.</param>
    /// <param name="kinds">Only these kinds; none for all.</param>
    /// <exception cref="RefCnnException">There is no such directory or kind, or a folder that is not a kind's.</exception>
    public static ImmutableArray<string> In(string directory, params IReadOnlyCollection<string> kinds)
    {
        foreach (string kind in kinds) DemandKind(kind, "");
        string layers = Path.Combine(directory, "layers");
        if (!Directory.Exists(layers)) throw new RefCnnException($"{directory}: has no folder 'layers'; expected the directory of the vectors");
        var files = new List<string>();
        foreach (string folder in Directory.GetDirectories(layers))
        {
            string kind = Path.GetFileName(folder);
            DemandKind(kind, $"{folder}: ");
            if (kinds.Count == 0 || kinds.Contains(kind)) files.AddRange(Directory.GetFiles(folder, "*.json"));
        }

        return [.. files.Order(StringComparer.Ordinal)];
    }

    /// <summary>Refuses what is not the name of a kind.</summary>
    /// <param name="kind">The name.</param>
    /// <param name="where">What the message starts with: the place and a colon, or nothing.</param>
    internal static void DemandKind(string kind, string where)
    {
        if (LayerKinds.Find(kind) is null)
            throw new RefCnnException($"{where}unknown layer kind '{kind}'; expected one of {string.Join(", ", LayerKinds.All.Select(known => known.Name))}");
    }
}
