namespace RefCnn.Formats.CSource.Native;

/// <summary>A folder for what is compiled, gone when disposed: a library that is loaded does not need its file any more.</summary>
internal sealed class CFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("refcnn-c-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
