using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace RefCnn.Formats.CSource.Emit;

/// <summary>
/// The C functions that layers call: one file each under Kernels, embedded in the assembly. A file names what it needs by <c>#include "other.c"</c>,
/// which is resolved here: a network's source holds each function once, after those it calls.
/// </summary>
internal static partial class KernelSources
{
    private const string Folder = "CSource.Kernels.", Extension = ".c", Own = "#include \"", System = "#include <";

    private static readonly Assembly Assembly = typeof(KernelSources).Assembly;

    /// <summary>The names of all kernels, and of the functions and enumerators that they define.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Files().Concat(Files().SelectMany(Definitions)).Distinct()];

    /// <summary>The kernels' sources and the headers that they include.</summary>
    /// <param name="names">The kernels that are called.</param>
    /// <returns>Headers, e.g. <c>math.h</c>, and the text without any include.</returns>
    public static (IReadOnlyCollection<string> Headers, string Text) Collect(IEnumerable<string> names)
    {
        var headers = new SortedSet<string>(StringComparer.Ordinal);
        var text = new StringBuilder();
        var done = new HashSet<string>();
        foreach (string name in names) Append(name, headers, text, done);
        return (headers, text.ToString());
    }

    private static void Append(string name, SortedSet<string> headers, StringBuilder text, HashSet<string> done)
    {
        if (!done.Add(name)) return;
        var own = new StringBuilder();
        foreach (string line in Read(name).Split('\n'))
        {
            if (line.StartsWith(System, StringComparison.Ordinal)) headers.Add(line[System.Length..].TrimEnd('>'));
            else if (line.StartsWith(Own, StringComparison.Ordinal)) Append(line[Own.Length..^(Extension.Length + 1)], headers, text, done);
            else own.Append(line).Append('\n');
        }

        text.Append(own.ToString().Trim('\n')).Append("\n\n");
    }

    private static IEnumerable<string> Files() => Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .Select(name => name[Folder.Length..^Extension.Length]);

    // Functions begin a line with static; enumerators are in capitals.
    private static IEnumerable<string> Definitions(string kernel) => FileScopeName().Matches(Read(kernel)).Select(match => match.Groups[1].Value + match.Groups[2].Value);

    [GeneratedRegex(@"^static [^(\n]*?(\w+)\(|\b([A-Z][A-Z_]+)\b", RegexOptions.Multiline)]
    private static partial Regex FileScopeName();

    private static string Read(string name)
    {
        using Stream stream = Assembly.GetManifestResourceStream($"{Folder}{name}{Extension}") ?? throw new InvalidOperationException($"there is no kernel '{name}'");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
