using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.CSource.Emit;

namespace RefCnn.Formats.CSource.Emitters;

/// <summary>Products of vectors and matrices.</summary>
internal static class ProductEmitters
{
    /// <summary>A fully connected layer.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    public static void Dense(CNode node, Dense layer)
    {
        int inputs = layer.Weight.Shape[1], outputs = layer.Weight.Shape[0];
        node.Call(
            "dense",
            node.Input,
            node.Parameter("weight", layer.Weight),
            node.Parameter("bias", layer.Bias),
            node.Output,
            CLiteral.Of(node.OutputShape.Count / outputs),
            CLiteral.Of(inputs),
            CLiteral.Of(outputs));
    }

    /// <summary>The product of two inputs.</summary>
    /// <param name="node">The node.</param>
    public static void MatMul(CNode node)
    {
        Shape left = node.InputShapes[0], right = node.InputShapes[1];
        int rows = left.Rank == 1 ? 1 : left[^2], columns = right.Rank == 1 ? 1 : right[^1];
        Shape leading = Broadcast.Combine(Leading(left), Leading(right))!.Value;
        var pairs = StridedAxes.Of(leading.Extents.ToArray(), Broadcast.Strides(Leading(left), leading), Broadcast.Strides(Leading(right), leading));
        node.Call(
            "matmul",
            node.InputAt(0),
            node.InputAt(1),
            node.Output,
            CLiteral.Of(rows),
            CLiteral.Of(columns),
            CLiteral.Of(left[^1]),
            CLiteral.Of(leading.Count),
            CLiteral.Of(pairs.Extents.Length),
            CLiteral.Array(pairs.Extents),
            CLiteral.Array(pairs.Steps[0]),
            CLiteral.Array(pairs.Steps[1]));
    }

    private static Shape Leading(Shape shape) => new(shape.Extents[..Math.Max(0, shape.Rank - 2)]);
}
