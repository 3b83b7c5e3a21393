using System.Globalization;
using RefCnn.Core;
using RefCnn.Formats.Onnx.Schema;

namespace RefCnn.Formats.Onnx;

/// <summary>
/// Tensor data in a file beside the model. A model comes from anywhere, so the file must lie in the model's own folder:
/// no absolute path, no step upwards, no link that leads outside.
/// </summary>
internal static class ExternalData
{
    /// <summary>Finds a tensor's bytes.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="tensor">The tensor's name, for messages.</param>
    /// <param name="entries">ONNX's external_data: location, and perhaps offset and length.</param>
    /// <param name="expected">How many bytes the tensor has.</param>
    /// <exception cref="RefCnnException">The location is outside the folder, or the file has not the bytes.</exception>
    public static FilePart Find(string folder, string tensor, IEnumerable<StringStringEntryProto> entries, long expected)
    {
        string? location = null;
        long offset = 0;
        long? length = null;
        foreach (StringStringEntryProto entry in entries)
        {
            if (entry.Key == "location") location = entry.Value;
            else if (entry.Key == "offset") offset = Number(tensor, entry);
            else if (entry.Key == "length") length = Number(tensor, entry);
        }

        string path = Resolve(folder, tensor, location);
        if (length is { } stated && stated != expected) throw Fault(tensor, $"has {stated} bytes in '{location}'; expected {expected}");
        try
        {
            long size = new FileInfo(path).Length;
            if (offset > size || expected > size - offset) throw Fault(tensor, $"has {expected} bytes from offset {offset} of '{location}', which has only {size}");
            return new FilePart(path, offset, expected);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault(tensor, $"has its data in '{location}', which cannot be read: {fault.Message}", fault);
        }
    }

    private static string Resolve(string folder, string tensor, string? location)
    {
        if (string.IsNullOrEmpty(location)) throw Fault(tensor, "has external data without a location");
        string[] segments = location.Split('/', '\\');
        if (Path.IsPathRooted(location) || location.Contains(':', StringComparison.Ordinal) || segments.Contains(".."))
            throw Fault(tensor, $"has its data in '{location}'; expected a path inside the model's folder");

        string root = Path.GetFullPath(folder), path = root;
        foreach (string segment in segments)
        {
            path = Path.Combine(path, segment);
            FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            if (!entry.Exists && entry.LinkTarget is null) throw Fault(tensor, $"has its data in '{location}', and there is no such file beside the model");
            if (entry.LinkTarget is not null && !LeadsInside(entry, root))
                throw Fault(tensor, $"has its data in '{location}', a link out of the model's folder; copy the file there");
        }

        return path;
    }

    private static bool LeadsInside(FileSystemInfo link, string root) =>
        link.ResolveLinkTarget(returnFinalTarget: true) is { } target
        && target.FullName.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static long Number(string tensor, StringStringEntryProto entry) =>
        long.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Fault(tensor, $"has external data with {entry.Key} '{entry.Value}'; expected a number of bytes");

    private static RefCnnException Fault(string tensor, string reason, Exception? inner = null) => new($"tensor '{tensor}' {reason}", inner);
}
