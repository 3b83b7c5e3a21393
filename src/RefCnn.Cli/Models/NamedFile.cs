namespace RefCnn.Cli.Models;

/// <summary>A file for one of a model's inputs or outputs.</summary>
/// <param name="Name">The input or output, or null for the next one.</param>
/// <param name="Path">The file.</param>
internal sealed record NamedFile(string? Name, string Path)
{
    private static readonly string[] PictureExtensions = [".png", ".jpg", ".jpeg"];

    /// <summary>Whether the file is an array.</summary>
    public bool IsArray => HasExtension(".npy");

    /// <summary>Whether the file is a picture.</summary>
    public bool IsPicture => PictureExtensions.Any(HasExtension);

    /// <summary>Reads <c>name=FILE</c> or <c>FILE</c>. A file that exists under the whole text is meant as it is.</summary>
    /// <param name="text">The option's value.</param>
    /// <exception cref="UsageException">The file is neither an array nor a picture.</exception>
    public static NamedFile Parse(string text)
    {
        int equals = File.Exists(text) ? -1 : text.IndexOf('=', StringComparison.Ordinal);
        var file = equals < 0 ? new NamedFile(null, text) : new NamedFile(text[..equals], text[(equals + 1)..]);
        return file.IsArray || file.IsPicture
            ? file
            : throw new UsageException($"'{file.Path}': expected a file name that ends in .npy, {string.Join(", ", PictureExtensions)}");
    }

    private bool HasExtension(string extension) => System.IO.Path.GetExtension(Path).Equals(extension, StringComparison.OrdinalIgnoreCase);
}
