using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.CSource.Emit;

namespace RefCnn.Formats.CSource.Emitters;

/// <summary>Functions of each value, and of lines of values.</summary>
internal static class ActivationEmitters
{
    /// <summary>A function of each value.</summary>
    /// <param name="node">The node.</param>
    /// <param name="kernel">The function.</param>
    /// <param name="numbers">Its parameters.</param>
    public static void Elementwise(CNode node, string kernel, params IEnumerable<float> numbers) =>
        node.Call(kernel, [node.Input, node.Output, CLiteral.Of(node.OutputShape.Count), .. numbers.Select(CLiteral.Of)]);

    /// <summary>A function of all values along an axis.</summary>
    /// <param name="node">The node.</param>
    /// <param name="kernel">The function.</param>
    /// <param name="axis">The axis.</param>
    public static void AlongAxis(CNode node, string kernel, int axis)
    {
        Shape shape = node.OutputShape;
        node.Call(kernel, node.Input, node.Output, CLiteral.Of(shape.CountBetween(0, axis)), CLiteral.Of(shape[axis]), CLiteral.Of(shape.CountBetween(axis + 1, shape.Rank)));
    }

    /// <summary>One of the named functions of each value.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void Unary(CNode node, Unary layer) => Elementwise(node, layer.Function switch
    {
        UnaryFunction.Abs => "absolute",
        UnaryFunction.Neg => "negate",
        UnaryFunction.Exp => "exponential",
        UnaryFunction.Log => "logarithm",
        UnaryFunction.Sqrt => "square_root",
        UnaryFunction.Reciprocal => "reciprocal",
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer.Function, "not a function of one value"),
    });
}
