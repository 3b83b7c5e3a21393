using RefCnn.Core;

namespace RefCnn.CoreML.Reading;

/// <summary>What is known while a neural network is read.</summary>
/// <param name="name">What to call the network.</param>
/// <param name="exact">Whether shapes are as declared; otherwise every value is [1, C, H, W].</param>
internal sealed class ReadContext(string name, bool exact)
{
    private readonly Dictionary<string, int> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> nodeNames = new(StringComparer.Ordinal);

    /// <summary>The network that is being made.</summary>
    public NetworkBuilder Builder { get; } = new(name);

    /// <summary>What was assumed.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Whether shapes are as declared.</summary>
    public bool Exact => exact;

    /// <summary>The node that makes a value.</summary>
    /// <param name="value">The value's name.</param>
    /// <param name="reader">Who reads it, for the message.</param>
    public int Find(string value, string reader) =>
        values.TryGetValue(value, out int node) ? node : throw new CoreMlException($"{reader} reads '{value}', which nothing before it makes");

    /// <summary>Says which node makes a value; a later layer may make it anew.</summary>
    /// <param name="value">The value's name.</param>
    /// <param name="node">The node.</param>
    public void Define(string value, int node) => values[value] = node;

    /// <summary>A node name that no other node has.</summary>
    /// <param name="wanted">The name to start from.</param>
    public string UniqueName(string wanted)
    {
        string result = wanted.Length == 0 ? "layer" : wanted;
        for (int i = 2; !nodeNames.Add(result); i++) result = $"{wanted}#{i}";
        return result;
    }
}
