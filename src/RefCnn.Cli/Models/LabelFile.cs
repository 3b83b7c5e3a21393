using RefCnn.Core;

namespace RefCnn.Cli.Models;

/// <summary>A file of classes' names, one a line.</summary>
internal static class LabelFile
{
    /// <summary>Reads the names; empty lines are left out.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="RefCnnException">It cannot be read.</exception>
    public static string[] Read(string file)
    {
        try
        {
            return [.. File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefCnnException($"{file}: cannot be read: {fault.Message}", fault);
        }
    }
}
