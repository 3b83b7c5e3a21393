using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>
/// Names each node's tensor. Inputs and outputs keep their names, for callers know them; a node keeps its own name unless an output of another node has it.
/// A node whose only output has a name of its own is named so, which spares a copy.
/// </summary>
internal sealed class TensorNames
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly string[] names;

    /// <summary>Names every node's tensor.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="RefCnnException">An output has the name of an input that it is not.</exception>
    public TensorNames(Network network)
    {
        names = new string[network.Nodes.Length];
        ILookup<int, string> outputs = network.Outputs.ToLookup(output => output.Node, output => output.Name);
        foreach (int input in network.Inputs) taken.Add(names[input] = network.Nodes[input].Name);
        foreach (NetworkOutput output in network.Outputs)
        {
            if (!taken.Add(output.Name) && output.Name != names[output.Node])
                throw new RefCnnException($"network '{network.Name}': output '{output.Name}' has the name of an input, which ONNX does not allow; rename one");
        }

        for (int index = 0; index < names.Length; index++)
        {
            if (network.Nodes[index].Layer is Input) continue;
            bool renames = network.Nodes[index].Layer is not Constant && outputs[index].Count() == 1;
            names[index] = renames ? outputs[index].Single() : Unique(network.Nodes[index].Name);
        }
    }

    /// <summary>The tensor of a node.</summary>
    /// <param name="node">The node's index.</param>
    public string Of(int node) => names[node];

    /// <summary>Takes a name that no tensor has.</summary>
    /// <param name="wanted">The name if it is free; otherwise a number is added.</param>
    public string Unique(string wanted)
    {
        string name = wanted;
        for (int number = 2; !taken.Add(name); number++) name = $"{wanted}_{number}";
        return name;
    }
}
