using RefCnn.Core.Layers;

namespace RefCnn.Core;

/// <summary>Builds a network node by node. Shapes are inferred as nodes are added, so a fault is reported at the node that has it.</summary>
/// <param name="name">What to call the network.</param>
public sealed class NetworkBuilder(string name)
{
    private readonly List<Node> nodes = [];
    private readonly List<Shape> shapes = [];
    private readonly List<NetworkOutput> outputs = [];
    private long parameters;

    /// <summary>The nodes so far.</summary>
    public IReadOnlyList<Node> Nodes => nodes;

    /// <summary>Adds an input.</summary>
    /// <param name="nodeName">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <returns>The node's index, for others to read.</returns>
    public int Input(string nodeName, Shape shape) => Add(nodeName, new Input(shape));

    /// <summary>Adds a node.</summary>
    /// <param name="nodeName">Its name, unique in the network.</param>
    /// <param name="layer">What it computes.</param>
    /// <param name="inputs">The nodes that it reads.</param>
    /// <returns>The node's index, for others to read.</returns>
    /// <exception cref="NetworkException">The layer's constraints do not hold, or an input does not exist.</exception>
    public int Add(string nodeName, Layer layer, params ReadOnlySpan<int> inputs)
    {
        var node = new Node(nodeName, layer, [.. inputs]);
        shapes.Add(Network.Infer(node, nodes.Count, shapes, ref parameters));
        nodes.Add(node);
        return nodes.Count - 1;
    }

    /// <summary>Declares a node to be one of the network's results.</summary>
    /// <param name="outputName">The result's name.</param>
    /// <param name="node">The node that makes it.</param>
    public void Output(string outputName, int node) => outputs.Add(new NetworkOutput(outputName, node));

    /// <summary>The shape of a node's output.</summary>
    /// <param name="node">The node.</param>
    public Shape ShapeOf(int node) => shapes[node];

    /// <summary>Makes the network.</summary>
    /// <exception cref="NetworkException">See <see cref="Network.Create"/>.</exception>
    public Network Build() => Network.Create(name, nodes, outputs);
}
