using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.CSource.Emit;

namespace RefCnn.Formats.CSource.Emitters;

/// <summary>Functions of two operands with broadcasting, and of many values.</summary>
internal static class ArithmeticEmitters
{
    /// <summary>A function of two inputs.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void Binary(CNode node, Binary layer)
    {
        string stretched = Stretched(node, node.InputShapes[0], node.InputShapes[1]);
        node.Call($"binary_{layer.Function.ToString().ToLowerInvariant()}", node.InputAt(0), node.InputAt(1), node.Output, stretched);
    }

    /// <summary>A line with two slopes, one of them trained.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void PRelu(CNode node, PRelu layer)
    {
        string stretched = Stretched(node, node.InputShape, layer.Slope.Shape);
        node.Call("prelu", node.Input, node.Parameter("slope", layer.Slope), node.Output, stretched);
    }

    /// <summary>One number in place of many.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void Reduce(CNode node, Reduce layer)
    {
        string groups = NormalizationEmitters.Groups(node, layer.Axes);
        node.Call($"reduce_{layer.Function.ToString().ToLowerInvariant()}", node.Input, node.Output, groups);
    }

    private static string Stretched(CNode node, Shape a, Shape b)
    {
        Shape shape = node.OutputShape;
        var walk = StridedAxes.Of(shape.Extents.ToArray(), Broadcast.Strides(a, shape), Broadcast.Strides(b, shape));
        return node.Structure(
            "broadcast",
            $".lines = {walk.Lines}",
            $".line = {walk.Line}",
            $".a_step = {walk.LineStep(0)}",
            $".b_step = {walk.LineStep(1)}",
            $".rank = {walk.Outer.Length}",
            $".extents = {CLiteral.Array(walk.Outer)}",
            $".a_steps = {CLiteral.Array(walk.OuterSteps(0))}",
            $".b_steps = {CLiteral.Array(walk.OuterSteps(1))}");
    }
}
