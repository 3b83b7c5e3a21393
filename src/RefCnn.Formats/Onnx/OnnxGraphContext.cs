using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Constants;

namespace RefCnn.Formats.Onnx;

/// <summary>What each tensor name of the graph stands for: a value known at import, or a node of the network that is being built.</summary>
/// <param name="file">The model's file, for messages.</param>
/// <param name="opset">The version of ONNX's operator set.</param>
/// <param name="builder">The network so far.</param>
/// <param name="reserved">Every tensor name of the graph: names made up for intermediate steps keep clear of them.</param>
/// <param name="size">The bytes of the model's file.</param>
internal sealed class OnnxGraphContext(string file, int opset, NetworkBuilder builder, IEnumerable<string> reserved, long size)
{
    private readonly Dictionary<string, ConstantValue> constants = [];
    private readonly Dictionary<string, int> nodes = [];
    private readonly HashSet<string> integral = [];
    private readonly HashSet<string> names = [.. reserved];
    private readonly Dictionary<string, string[]> sources = [];
    private long computed;

    /// <summary>The model's file.</summary>
    public string File => file;

    /// <summary>The version of ONNX's operator set.</summary>
    public int Opset => opset;

    /// <summary>The network so far.</summary>
    public NetworkBuilder Builder => builder;

    /// <summary>What was assumed on the way.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Says what a name stands for: a value.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="value">Its value.</param>
    public void Define(string name, ConstantValue value) => constants[name] = value;

    /// <summary>States that a value is about to be computed at import. A few bytes can ask for any number of values: they count before they are made.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="stored">How many values were read so far, perhaps from other files.</param>
    /// <exception cref="RefCnnException">All such values together are far more than what is stored, or than a network may have.</exception>
    public void DemandComputed(Shape shape, long stored)
    {
        computed += shape.Count;
        Limits.Current.Demand("parameters", computed, "there are", "values to compute at import");
        Limits.Current.DemandExpansion(computed * sizeof(double), size + (stored * sizeof(float)), "values that are computed at import take");
    }

    /// <summary>Says what a name stands for: a node of the network.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="node">The node.</param>
    /// <param name="isIntegral">Whether the model computes with integers or booleans there.</param>
    /// <param name="readFrom">The tensors that it is computed from; none for an input.</param>
    public void Define(string name, int node, bool isIntegral, params ReadOnlySpan<string> readFrom)
    {
        nodes[name] = node;
        if (isIntegral) integral.Add(name);
        sources[name] = readFrom.ToArray();
    }

    /// <summary>The value of a tensor, or null where it is only known at run time.</summary>
    /// <param name="name">Its name.</param>
    public ConstantValue? Constant(string name) => constants.GetValueOrDefault(name);

    /// <summary>Whether a name stands for anything yet.</summary>
    /// <param name="name">The tensor's name.</param>
    public bool IsDefined(string name) => constants.ContainsKey(name) || nodes.ContainsKey(name);

    /// <summary>Whether a tensor is one of integers or booleans.</summary>
    /// <param name="name">Its name.</param>
    public bool IsIntegral(string name) => Constant(name)?.IsIntegral ?? integral.Contains(name);

    /// <summary>The shape of a tensor.</summary>
    /// <param name="name">Its name.</param>
    public Shape ShapeOf(string name) => Constant(name)?.Shape ?? builder.ShapeOf(nodes[name]);

    /// <summary>The node that makes a tensor; a value known at import becomes a constant layer at its first reader.</summary>
    /// <param name="name">The tensor's name.</param>
    public int NodeOf(string name)
    {
        if (!nodes.TryGetValue(name, out int node)) nodes[name] = node = builder.Add(name, new Constant(constants[name].ToSingle()));
        return node;
    }

    /// <summary>The graph inputs whose values a tensor is computed from.</summary>
    /// <param name="name">The tensor's name.</param>
    public IReadOnlyList<string> Origins(string name)
    {
        var origins = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string> { name };
        var open = new Stack<string>([name]);
        while (open.TryPop(out string? next))
        {
            if (!sources.TryGetValue(next, out string[]? read)) continue;
            if (read.Length == 0) origins.Add(next);
            foreach (string source in read.Where(seen.Add)) open.Push(source);
        }

        return [.. origins];
    }

    /// <summary>A node name that nothing else has.</summary>
    /// <param name="wanted">The name, to which a number is added where it is taken.</param>
    public string UniqueName(string wanted)
    {
        string name = wanted;
        for (int number = 2; !names.Add(name); number++) name = $"{wanted}{number}";
        return name;
    }
}
