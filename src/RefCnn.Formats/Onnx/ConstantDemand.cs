using RefCnn.Formats.Onnx.Operators;
using RefCnn.Formats.Onnx.Schema;

namespace RefCnn.Formats.Onnx;

/// <summary>
/// Finds the graph inputs whose values are needed at import: those that weights, axes, sizes and the like are, or are computed from.
/// A shape depends on no value, so the search ends there.
/// </summary>
internal static class ConstantDemand
{
    /// <summary>The names of tensors whose values are needed at import.</summary>
    /// <param name="nodes">The nodes.</param>
    public static HashSet<string> Of(IReadOnlyList<NodeProto> nodes)
    {
        var demanded = new HashSet<string>(StringComparer.Ordinal);
        for (int index = nodes.Count - 1; index >= 0; index--)
        {
            NodeProto node = nodes[index];
            if (node.OpType is "Shape" or "Size" || OperatorTable.Find(node.OpType) is not { } entry) continue;
            bool all = entry.AllConstant || node.Output.Any(demanded.Contains);
            for (int input = 0; input < node.Input.Count; input++)
            {
                if (all || entry.ConstantInputs.Contains(input)) demanded.Add(node.Input[input]);
            }
        }

        return demanded;
    }
}
