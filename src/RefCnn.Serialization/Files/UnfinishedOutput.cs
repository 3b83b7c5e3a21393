using System.Collections.Concurrent;

namespace RefCnn.Serialization;

/// <summary>A file or folder that is being written under another name beside its place. It is removed where it is not renamed, and where the process ends before it is whole.</summary>
public sealed class UnfinishedOutput : IDisposable
{
    private static readonly ConcurrentDictionary<string, UnfinishedOutput> Open = new();

    static UnfinishedOutput() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (UnfinishedOutput output in Open.Values) output.Remove();
    };

    /// <summary>Begins.</summary>
    /// <param name="place">Where it belongs.</param>
    public UnfinishedOutput(string place)
    {
        Path = $"{place}.{Guid.NewGuid():N}.tmp";
        Open[Path] = this;
    }

    /// <summary>Where to write it, and what to rename.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Open.TryRemove(Path, out _);
        if (File.Exists(Path)) File.Delete(Path);
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }

    // Another thread may be writing still.
    private void Remove()
    {
        try
        {
            Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
        }
    }
}
