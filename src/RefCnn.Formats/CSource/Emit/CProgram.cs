using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.CSource.Emitters;

namespace RefCnn.Formats.CSource.Emit;

/// <summary>
/// A network as the statements of a C function, with a place for every value. Nodes that only change a shape have the values of what they read; an elementwise
/// layer writes over its input where nobody reads that later; a result is computed in the caller's memory.
/// </summary>
internal sealed class CProgram
{
    private readonly ArenaPlan arena = new();
    private readonly Dictionary<int, List<(string Name, int Value)>> pointers = [];
    private readonly List<string> copies = [];
    private readonly string?[] values;
    private readonly int?[] places;
    private readonly int[] roots;
    private readonly int[] lastReaders;
    private readonly CNode?[] written;

    /// <summary>Writes the nodes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">What the function's name begins with: <c>net</c> for <c>net_forward</c>.</param>
    /// <param name="scope">What the names of constant arrays begin with; empty, unless several networks share a file.</param>
    public CProgram(Network network, string name, string scope = "")
    {
        (Network, Name, Parameters) = (network, name, new CParameters(scope));
        int count = network.Nodes.Length;
        (values, places, written, roots) = (new string?[count], new int?[count], new CNode?[count], Roots(network));
        lastReaders = LastReaders(network, roots);
        InputNames = [.. network.Inputs.Select(input => values[input] = Identifiers.Unique(network.Nodes[input].Name))];
        OutputNames = [.. network.Outputs.Select(output => Identifiers.Unique(output.Name))];
        foreach (int node in Needed(network)) Write(node);
        CopyOutputs();
        arena.Place();
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>What the function's name begins with.</summary>
    public string Name { get; }

    /// <summary>The function's parameters for the network's inputs, in order.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>The function's parameters for the network's outputs, in order.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>The constant arrays.</summary>
    public CParameters Parameters { get; }

    /// <summary>The identifiers that are taken.</summary>
    public CIdentifiers Identifiers { get; } = new();

    /// <summary>The kernels that are called, each at least once.</summary>
    public List<string> Kernels { get; } = [];

    /// <summary>The number of floats for intermediate values.</summary>
    public long ArenaSize => arena.Size;

    /// <summary>The statements that put outputs in their places which are no node's own.</summary>
    public IReadOnlyList<string> Copies => copies;

    /// <summary>A shape in ASCII, e.g. 1x3x224x224.</summary>
    /// <param name="shape">The shape.</param>
    public static string Dimensions(Shape shape) => shape.ToString().Replace('×', 'x');

    /// <summary>A node's values as a C expression.</summary>
    /// <param name="node">Its index.</param>
    public string ValueOf(int node) => values[roots[node]]!;

    /// <summary>The statements that compute a node; null where it needs none.</summary>
    /// <param name="node">Its index.</param>
    public IReadOnlyList<string>? StatementsOf(int node) => written[node]?.Statements;

    /// <summary>The places in the arena that a node's statements use: names and offsets.</summary>
    /// <param name="node">Its index.</param>
    public IEnumerable<(string Name, long Offset)> PointersOf(int node) =>
        pointers.GetValueOrDefault(node, []).Select(pointer => (pointer.Name, arena.OffsetOf(pointer.Value)));

    /// <summary>Memory for one node while it is computed, as a C expression.</summary>
    /// <param name="node">Its index.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="count">How many floats.</param>
    public string Scratch(int node, string name, long count) => Point(node, Identifiers.Unique(name), arena.Add(count, node, node));

    private string Point(int node, string identifier, int value)
    {
        if (!pointers.TryGetValue(node, out var own)) pointers[node] = own = [];
        own.Add((identifier, value));
        return identifier;
    }

    private void Write(int index)
    {
        Node node = Network.Nodes[index];
        if (node.Layer is Input || roots[index] != index) return;
        if (node.Layer is Constant constant)
        {
            values[index] = Parameters.Add(Identifiers.Unique($"{CIdentifiers.Sanitized(node.Name)}_value"), constant.Value);
            return;
        }

        string identifier = Place(index);
        written[index] = new CNode(this, index, identifier);
        if (Network.Shapes[index].Count > 0) LayerEmitters.Emit(written[index]!);
    }

    // In the caller's memory, over an input, or anew.
    private string Place(int index)
    {
        string identifier = Identifiers.Unique(Network.Nodes[index].Name);
        int output = Network.Outputs.ToList().FindIndex(result => roots[result.Node] == index);
        if (output >= 0) values[index] = OutputNames[output];
        else if (Overwritten(index) is { } input)
        {
            (values[index], places[index]) = (values[input], places[input]);
            arena.Extend(places[index]!.Value, lastReaders[index]);
        }
        else
        {
            places[index] = arena.Add(Network.Shapes[index].Count, index, lastReaders[index]);
            values[index] = Point(index, identifier, places[index]!.Value);
        }

        return identifier;
    }

    private int? Overwritten(int index)
    {
        Node node = Network.Nodes[index];
        if (!LayerEmitters.WorksInPlace(node.Layer)) return null;
        foreach (int root in node.Inputs.Select(input => roots[input]))
        {
            if (places[root] is not null && lastReaders[root] == index && Network.Shapes[root].Count == Network.Shapes[index].Count) return root;
        }

        return null;
    }

    private void CopyOutputs()
    {
        for (int i = 0; i < Network.Outputs.Length; i++)
        {
            int node = Network.Outputs[i].Node, count = Network.Shapes[node].Count;
            if (ValueOf(node) == OutputNames[i] || count == 0) continue;
            Kernels.Add("copy");
            copies.Add($"copy({ValueOf(node)}, {OutputNames[i]}, {count});");
        }
    }

    // The node whose values a node has: itself, unless it only changes their shape.
    private static int[] Roots(Network network)
    {
        int[] roots = new int[network.Nodes.Length];
        for (int index = 0; index < roots.Length; index++)
        {
            Node node = network.Nodes[index];
            roots[index] = node.Layer is Identity or Reshape or Flatten or Squeeze or Unsqueeze ? roots[node.Inputs[0]] : index;
        }

        return roots;
    }

    private static int[] LastReaders(Network network, int[] roots)
    {
        int[] own = network.LastReaders(), last = new int[own.Length];
        for (int index = 0; index < own.Length; index++) last[roots[index]] = Math.Max(last[roots[index]], own[index]);
        return last;
    }

    // In order, without those that no output depends on.
    private static IEnumerable<int> Needed(Network network)
    {
        bool[] needed = new bool[network.Nodes.Length];
        foreach (NetworkOutput output in network.Outputs) needed[output.Node] = true;
        for (int index = needed.Length - 1; index >= 0; index--)
        {
            if (!needed[index]) continue;
            foreach (int input in network.Nodes[index].Inputs) needed[input] = true;
        }

        return Enumerable.Range(0, needed.Length).Where(index => needed[index]);
    }
}
