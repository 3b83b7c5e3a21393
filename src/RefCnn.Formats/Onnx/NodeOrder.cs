using RefCnn.Formats.Onnx.Schema;

namespace RefCnn.Formats.Onnx;

/// <summary>Puts the nodes that the outputs depend on in an order in which each comes after those that it reads.</summary>
internal static class NodeOrder
{
    /// <summary>The nodes in order. What no output depends on is left out.</summary>
    /// <param name="file">The model's file, for messages.</param>
    /// <param name="graph">The graph.</param>
    /// <exception cref="ModelFormatException">Two nodes make one tensor, or nodes read each other in a circle.</exception>
    public static List<NodeProto> Of(string file, GraphProto graph)
    {
        Dictionary<string, NodeProto> makers = Makers(file, graph);
        var order = new List<NodeProto>();
        var state = new Dictionary<NodeProto, bool>(ReferenceEqualityComparer.Instance);
        var path = new Stack<(NodeProto Node, int Next)>();
        foreach (ValueInfoProto output in graph.Output)
        {
            Enter(output.Name);
            while (path.TryPop(out (NodeProto Node, int Next) top))
            {
                if (top.Next == top.Node.Input.Count)
                {
                    state[top.Node] = true;
                    order.Add(top.Node);
                }
                else
                {
                    path.Push((top.Node, top.Next + 1));
                    Enter(top.Node.Input[top.Next]);
                }
            }
        }

        return order;

        void Enter(string tensor)
        {
            if (!makers.TryGetValue(tensor, out NodeProto? node)) return;
            if (!state.TryGetValue(node, out bool done))
            {
                state[node] = false;
                path.Push((node, 0));
            }
            else if (!done)
            {
                IEnumerable<string> circle = path.Select(step => step.Node).TakeWhile(step => step != node).Append(node).Select(step => $"'{Name(step)}'");
                throw new ModelFormatException(file, null, $"nodes read each other in a circle: {string.Join(", ", circle.Reverse())}; expected a graph without one");
            }
        }
    }

    /// <summary>Which node makes which tensor.</summary>
    /// <param name="file">The model's file, for messages.</param>
    /// <param name="graph">The graph.</param>
    /// <exception cref="ModelFormatException">Two nodes make one tensor.</exception>
    public static Dictionary<string, NodeProto> Makers(string file, GraphProto graph)
    {
        var makers = new Dictionary<string, NodeProto>(StringComparer.Ordinal);
        HashSet<string> given = [.. graph.Initializer.Select(tensor => tensor.Name), .. graph.Input.Select(input => input.Name)];
        foreach (NodeProto node in graph.Node)
        {
            foreach (string output in node.Output.Where(name => name.Length > 0))
            {
                if (given.Contains(output) || !makers.TryAdd(output, node))
                    throw new ModelFormatException(file, $"node '{Name(node)}' ({node.OpType})", $"makes '{output}', which is there already; expected a name of its own");
            }
        }

        return makers;
    }

    private static string Name(NodeProto node) => node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? node.OpType;
}
