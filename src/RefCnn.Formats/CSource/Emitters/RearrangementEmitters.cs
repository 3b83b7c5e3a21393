using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.CSource.Emit;

namespace RefCnn.Formats.CSource.Emitters;

/// <summary>Layers that move, repeat or drop values.</summary>
internal static class RearrangementEmitters
{
    /// <summary>Inputs laid end to end.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void Concat(CNode node, Concat layer)
    {
        Shape shape = node.OutputShape;
        int blocks = shape.CountBetween(0, layer.Axis), after = shape.CountBetween(layer.Axis + 1, shape.Rank), offset = 0;
        for (int input = 0; input < node.InputShapes.Length; input++)
        {
            int count = node.InputShapes[input][layer.Axis] * after;
            if (count > 0) CopyBlocks(node, node.InputAt(input), count, At(node.Output, offset), shape[layer.Axis] * after, blocks, count);
            offset += count;
        }
    }

    /// <summary>Part of the input.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void Slice(CNode node, Slice layer)
    {
        var strides = node.InputShape.Strides();
        int start = layer.Starts.Select((first, axis) => first * strides[axis]).Sum();
        Gather(node, start, layer.Counts.ToArray(), [.. layer.Steps.Select((step, axis) => step * strides[axis])]);
    }

    /// <summary>The axes in another order.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void Transpose(CNode node, Transpose layer)
    {
        var strides = node.InputShape.Strides();
        Gather(node, 0, node.OutputShape.Extents.ToArray(), [.. layer.Permutation.Select(axis => strides[axis])]);
    }

    /// <summary>The input repeated along its axes: each axis is walked through as repeats and places.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void Tile(CNode node, Tile layer)
    {
        Shape input = node.InputShape;
        var strides = input.Strides();
        IEnumerable<int> axes = Enumerable.Range(0, input.Rank);
        Gather(node, 0, [.. axes.SelectMany(axis => new[] { layer.Repeats[axis], input[axis] })], [.. axes.SelectMany(axis => new[] { 0, strides[axis] })]);
    }

    /// <summary>The input broadcast to a shape.</summary>
    /// <param name="node">The node.</param>
    public static void Expand(CNode node) => Gather(node, 0, node.OutputShape.Extents.ToArray(), Broadcast.Strides(node.InputShape, node.OutputShape));

    /// <summary>Samples added at the ends.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void Pad(CNode node, Pad layer)
    {
        Shape input = node.InputShape, output = node.OutputShape;
        int[] extents = input.Extents.ToArray(), before = [.. layer.Before], to = [.. output.Strides()];
        if (layer.Mode != PadMode.Constant)
        {
            string mode = layer.Mode.ToString().ToUpperInvariant();
            node.Call(
                "pad_mirror", node.Input, node.Output, CLiteral.Of(output.Count), mode, CLiteral.Of(input.Rank), CLiteral.Array(extents), CLiteral.Array(before), CLiteral.Array(output.Extents));
            return;
        }

        var walk = StridedAxes.Of(extents, [.. input.Strides()], to);
        node.Call(
            "pad_constant",
            node.Input,
            node.Output,
            CLiteral.Of(output.Count),
            CLiteral.Of(layer.Value),
            CLiteral.Of(input.Count == 0 ? 0 : walk.Lines),
            CLiteral.Of(walk.Line),
            CLiteral.Of(before.Select((count, axis) => count * to[axis]).Sum()),
            CLiteral.Of(walk.Outer.Length),
            CLiteral.Array(walk.Outer),
            CLiteral.Array(walk.OuterSteps(1)));
    }

    /// <summary>Reads the first input in another order.</summary>
    /// <param name="node">The node.</param>
    /// <param name="start">The first value's place.</param>
    /// <param name="extents">The extents of a walk that makes the output in its own order.</param>
    /// <param name="steps">How far apart in the input neighbours along each axis lie.</param>
    public static void Gather(CNode node, int start, int[] extents, int[] steps)
    {
        var walk = StridedAxes.Of(extents, steps);
        string from = At(node.Input, start);
        if (walk.LineStep(0) == 1 && walk.Outer.Length <= 1)
        {
            CopyBlocks(node, from, walk.Outer.Length == 0 ? 0 : walk.OuterSteps(0)[0], node.Output, walk.Line, walk.Lines, walk.Line);
            return;
        }

        node.Call(
            "gather",
            from,
            node.Output,
            CLiteral.Of(walk.Lines),
            CLiteral.Of(walk.Line),
            CLiteral.Of(walk.LineStep(0)),
            CLiteral.Of(walk.Outer.Length),
            CLiteral.Array(walk.Outer),
            CLiteral.Array(walk.OuterSteps(0)));
    }

    private static void CopyBlocks(CNode node, string from, int fromStep, string to, int toStep, int blocks, int count)
    {
        if (blocks == 1) node.Call("copy", from, to, CLiteral.Of(count));
        else node.Call("copy_blocks", from, CLiteral.Of(fromStep), to, CLiteral.Of(toStep), CLiteral.Of(blocks), CLiteral.Of(count));
    }

    private static string At(string array, int offset) => offset == 0 ? array : $"{array} + {offset}";
}
