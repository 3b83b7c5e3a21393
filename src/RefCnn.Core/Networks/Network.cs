using System.Collections.Immutable;
using RefCnn.Core.Layers;

namespace RefCnn.Core;

/// <summary>
/// A directed acyclic graph of layers with every shape inferred. Valid by construction: <see cref="Create"/> checks
/// <list type="bullet">
/// <item>N1: node names are not empty and unique.</item>
/// <item>N2: a node reads only earlier nodes.</item>
/// <item>N3: every layer's own constraints.</item>
/// <item>N4: there is at least one output; output names are not empty and unique.</item>
/// <item>N5: an output names an existing node.</item>
/// <item>N6: nodes, names and parameters are within <see cref="Limits"/>.</item>
/// </list>
/// </summary>
public sealed class Network
{
    private Network(string name, ImmutableArray<Node> nodes, ImmutableArray<NetworkOutput> outputs, ImmutableArray<Shape> shapes)
    {
        Name = name;
        Nodes = nodes;
        Outputs = outputs;
        Shapes = shapes;
        Inputs = [.. Enumerable.Range(0, nodes.Length).Where(i => nodes[i].Layer is Input)];
    }

    /// <summary>What to call it in tables and messages.</summary>
    public string Name { get; }

    /// <summary>The nodes, each after those that it reads.</summary>
    public ImmutableArray<Node> Nodes { get; }

    /// <summary>The shape of each node's output.</summary>
    public ImmutableArray<Shape> Shapes { get; }

    /// <summary>The indices of the nodes that stand for the network's inputs, in order.</summary>
    public ImmutableArray<int> Inputs { get; }

    /// <summary>The results, in order.</summary>
    public ImmutableArray<NetworkOutput> Outputs { get; }

    /// <summary>The number of trained values in all layers.</summary>
    public long ParameterCount => Nodes.Sum(node => node.Layer is Constant ? 0L : node.Layer.Parameters.Sum(parameter => (long)(parameter.Value?.Count ?? 0)));

    /// <summary>Checks the wiring, infers every shape, and makes the network.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="nodes">The nodes, each after those that it reads.</param>
    /// <param name="outputs">The results.</param>
    /// <exception cref="NetworkException">A rule is violated; the message names the node, its index and its kind.</exception>
    public static Network Create(string name, IEnumerable<Node> nodes, IEnumerable<NetworkOutput> outputs)
    {
        ImmutableArray<Node> all = [.. nodes];
        ImmutableArray<NetworkOutput> results = [.. outputs];
        var shapes = ImmutableArray.CreateBuilder<Shape>(all.Length);
        var names = new HashSet<string>(StringComparer.Ordinal);
        long parameters = 0;
        for (int index = 0; index < all.Length; index++)
        {
            Node node = all[index];
            if (string.IsNullOrEmpty(node.Name) || !names.Add(node.Name))
                throw Fault(node, index, "N1", "has an empty name or one that an earlier node has; expected a unique name");
            shapes.Add(Infer(node, index, shapes, ref parameters));
        }

        CheckOutputs(name, results, all.Length);
        return new Network(name, all, results, shapes.DrainToImmutable());
    }

    /// <summary>The index of the node of that name, or −1.</summary>
    /// <param name="name">The name.</param>
    public int IndexOf(string name)
    {
        for (int index = 0; index < Nodes.Length; index++)
        {
            if (Nodes[index].Name == name) return index;
        }

        return -1;
    }

    /// <summary>The shapes that a node reads.</summary>
    /// <param name="index">The node.</param>
    public Shape[] InputShapes(int index) => [.. Nodes[index].Inputs.Select(input => Shapes[input])];

    /// <summary>For each node the index of the last node that reads it; <see cref="int.MaxValue"/> for an output, which is kept to the end; 0 where nothing reads it.</summary>
    public int[] LastReaders()
    {
        int[] last = new int[Nodes.Length];
        for (int index = 0; index < last.Length; index++)
        {
            foreach (int input in Nodes[index].Inputs) last[input] = index;
        }

        foreach (NetworkOutput output in Outputs) last[output.Node] = int.MaxValue;
        return last;
    }

    internal static Shape Infer(Node node, int index, IReadOnlyList<Shape> earlier, ref long parameters)
    {
        DemandLimits(node, index, ref parameters);
        foreach (int input in node.Inputs)
        {
            if (input < 0 || input >= index)
                throw Fault(node, index, "N2", $"reads node #{input}; expected an earlier one, #0 to #{index - 1}");
        }

        try
        {
            return node.Layer.InferShape([.. node.Inputs.Select(input => earlier[input])]);
        }
        catch (LayerRuleException violation)
        {
            throw new NetworkException($"{Describe(node, index)}: {violation.Message}", violation.Rule, violation);
        }
        catch (Exception fault) when (fault is RefCnnException or OverflowException)
        {
            throw Fault(node, index, "N3", fault is OverflowException ? "has an extent beyond 2³¹" : fault.Message, fault);
        }
    }

    private static void DemandLimits(Node node, int index, ref long parameters)
    {
        try
        {
            parameters += node.Layer.Parameters.Sum(parameter => (long)(parameter.Value?.Count ?? 0));
            Limits.Current.Demand("nodes", index + 1, "the network has", "nodes or more");
            Limits.Current.Demand("parameters", parameters, "the network has", "parameters or more");
            Limits.Current.Demand("name-length", node.Name?.Length ?? 0, "its name has", "characters");
        }
        catch (RefCnnException fault)
        {
            throw new NetworkException($"node #{index} ({node.Layer.Kind}): {fault.Message} [network N6]", "N6", fault);
        }
    }

    private static void CheckOutputs(string name, ImmutableArray<NetworkOutput> outputs, int nodeCount)
    {
        if (outputs.IsEmpty) throw new NetworkException($"network '{name}' has no outputs; expected at least one [network N4]", "N4");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (NetworkOutput output in outputs)
        {
            if (string.IsNullOrEmpty(output.Name) || !names.Add(output.Name))
                throw new NetworkException($"network '{name}': output '{output.Name}' has an empty or repeated name; expected a unique one [network N4]", "N4");
            if (output.Node < 0 || output.Node >= nodeCount)
                throw new NetworkException($"network '{name}': output '{output.Name}' is node #{output.Node}; expected #0 to #{nodeCount - 1} [network N5]", "N5");
        }
    }

    private static NetworkException Fault(Node node, int index, string rule, string reason, Exception? inner = null) =>
        new($"{Describe(node, index)}: {reason} [network {rule}]", rule, inner);

    private static string Describe(Node node, int index) => $"node '{node.Name}' (#{index}, {node.Layer.Kind})";
}
