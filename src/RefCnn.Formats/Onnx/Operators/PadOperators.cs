using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>Imports Pad. A negative padding crops: it becomes a slice before the padding.</summary>
internal static class PadOperators
{
    /// <summary>Pad 1 (paddings), 2 (pads, value), 11, 13 (inputs), 18 (axes), 19 (wrap).</summary>
    /// <param name="node">The node.</param>
    public static void Pad(OnnxNode node)
    {
        Shape shape = node.Shape(0);
        PadMode mode = node.Attributes.Text("mode", "constant") switch
        {
            "constant" => PadMode.Constant,
            "reflect" => PadMode.Reflect,
            "edge" => PadMode.Edge,
            "wrap" => PadMode.Wrap,
            string other => throw node.Refuse($"attribute 'mode' is '{other}'; expected constant, reflect, edge or wrap"),
        };
        (int[] before, int[] after) = Amounts(node, shape);
        int cropped = Cropped(node, shape, before, after);
        node.Output(new Pad([.. before.Select(Added)], [.. after.Select(Added)], mode, ValueOf(node)), cropped);
    }

    private static (int[] Before, int[] After) Amounts(OnnxNode node, Shape shape)
    {
        long[] pads = node.Opset >= 11
            ? node.Constant(1).ToInt64()
            : node.Attributes.Integers(node.Opset < 2 ? "paddings" : "pads") ?? throw node.Refuse("has no attribute 'pads'; the operator requires it");
        long[] axes = (node.Opset >= 18 ? node.OptionalConstant(3)?.ToInt64() : null)
            ?? [.. Enumerable.Range(0, shape.Rank).Select(axis => (long)axis)];
        if (pads.Length != 2 * axes.Length) throw node.Refuse($"has {pads.Length} paddings; expected {2 * axes.Length}, two an axis");
        int[] before = new int[shape.Rank], after = new int[shape.Rank];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = node.Axis(axes[i], shape.Rank);
            before[axis] = checked((int)pads[i]);
            after[axis] = checked((int)pads[i + axes.Length]);
        }

        return (before, after);
    }

    private static int Cropped(OnnxNode node, Shape shape, int[] before, int[] after)
    {
        if (before.All(amount => amount >= 0) && after.All(amount => amount >= 0)) return node.Node(0);
        int[] starts = [.. before.Select(amount => Added(-amount))];
        int[] counts = [.. Enumerable.Range(0, shape.Rank).Select(axis => shape[axis] - starts[axis] - Added(-after[axis]))];
        int empty = Array.FindIndex(counts, count => count < 0);
        if (empty >= 0) throw node.Refuse($"crops {-before[empty]} and {-after[empty]} from axis {empty} of the input {shape}; expected no more than its extent");
        return node.Step("cropped", new Slice([.. starts], [.. counts], [.. Enumerable.Repeat(1, shape.Rank)]), node.Node(0));
    }

    private static float ValueOf(OnnxNode node)
    {
        if (node.Opset < 11) return node.Attributes.Number("value", 0);
        return node.HasInput(2) ? (float)node.Single(2) : 0;
    }

    private static int Added(int amount) => Math.Max(0, amount);
}
