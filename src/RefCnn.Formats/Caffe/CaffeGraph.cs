using RefCnn.Core;

namespace RefCnn.Formats.Caffe;

/// <summary>Which network node each blob is at this point of the net: a layer that works in place makes its blob another node.</summary>
/// <param name="file">The prototxt, for messages.</param>
/// <param name="builder">The network so far.</param>
/// <param name="weights">The stored blobs, or null where no file of weights was given.</param>
internal sealed class CaffeGraph(string file, NetworkBuilder builder, CaffeWeights? weights)
{
    private readonly Dictionary<string, int> blobs = new(StringComparer.Ordinal);
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly SortedSet<string> unread = new(StringComparer.Ordinal);
    private readonly HashSet<string> absent = new(StringComparer.Ordinal);

    /// <summary>The prototxt.</summary>
    public string File => file;

    /// <summary>The network so far.</summary>
    public NetworkBuilder Builder => builder;

    /// <summary>The stored blobs, or null where no file of weights was given.</summary>
    public CaffeWeights? Weights => weights;

    /// <summary>What was assumed on the way.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Blobs that no layer reads. Caffe gives them out in the order of their names, and so do we.</summary>
    public IEnumerable<string> Unread => unread;

    /// <summary>Whether a blob is there at this point.</summary>
    /// <param name="blob">Its name.</param>
    public bool Has(string blob) => blobs.ContainsKey(blob);

    /// <summary>Whether a blob belongs to training only: a label, say.</summary>
    /// <param name="blob">Its name.</param>
    public bool IsAbsent(string blob) => absent.Contains(blob);

    /// <summary>The node that a blob is.</summary>
    /// <param name="blob">Its name.</param>
    public int Node(string blob) => blobs[blob];

    /// <summary>States that a layer reads a blob.</summary>
    /// <param name="blob">Its name.</param>
    public void MarkRead(string blob) => unread.Remove(blob);

    /// <summary>Says which node a blob is from here on.</summary>
    /// <param name="blob">Its name.</param>
    /// <param name="node">The node.</param>
    public void Define(string blob, int node)
    {
        blobs[blob] = node;
        absent.Remove(blob);
        unread.Add(blob);
    }

    /// <summary>Says that a blob is not part of the network.</summary>
    /// <param name="blob">Its name.</param>
    public void DefineAbsent(string blob) => absent.Add(blob);

    /// <summary>A node name that nothing else has.</summary>
    /// <param name="wanted">The name, to which a number is added where it is taken.</param>
    public string UniqueName(string wanted)
    {
        string name = wanted;
        for (int number = 2; !names.Add(name); number++) name = $"{wanted}{number}";
        return name;
    }
}
