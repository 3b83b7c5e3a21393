using RefCnn.CoreML.Native.Framework;
using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.CoreML.Native;

/// <summary>
/// The models that this process has compiled. Networks with the same file share one, whatever units they run on; the last to be disposed deletes it,
/// so that a run over many networks does not fill a phone. Compiles one at a time; for any thread.
/// </summary>
internal sealed class CompiledModelCache
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>The cache of the process.</summary>
    public static CompiledModelCache Shared { get; } = new();

    /// <summary>How many compiled models there are.</summary>
    public int Count
    {
        get
        {
            lock (gate) return entries.Count;
        }
    }

    /// <summary>Compiles a model, unless it is there.</summary>
    /// <param name="model">The model.</param>
    /// <param name="network">The network's name, for errors.</param>
    /// <exception cref="CoreMlErrorException">Core ML refuses it.</exception>
    public CompiledModel Open(EmittedModel model, string network)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(model.Hash, out Entry? entry)) entries[model.Hash] = entry = new Entry(Compile(model, network));
            entry.Users++;
            return new CompiledModel(this, model.Hash, entry.Path);
        }
    }

    private static string Compile(EmittedModel model, string network)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("refcnn-coreml-");
        try
        {
            string path = model.Write(Path.Combine(folder.FullName, "network"));
            using AutoreleasePool pool = AutoreleasePool.Open();
            return MLModel.Compile(path, network);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Close(string hash)
    {
        lock (gate)
        {
            Entry entry = entries[hash];
            if (--entry.Users > 0) return;
            entries.Remove(hash);
            if (Directory.Exists(entry.Path)) Directory.Delete(entry.Path, recursive: true);
        }
    }

    /// <summary>One user's hold on a compiled model.</summary>
    internal sealed class CompiledModel(CompiledModelCache cache, string hash, string path) : IDisposable
    {
        private bool closed;

        /// <summary>The folder of the compiled model.</summary>
        public string Path => path;

        /// <inheritdoc/>
        public void Dispose()
        {
            if (!Interlocked.Exchange(ref closed, true)) cache.Close(hash);
        }
    }

    private sealed class Entry(string path)
    {
        public string Path => path;

        public int Users { get; set; }
    }
}
