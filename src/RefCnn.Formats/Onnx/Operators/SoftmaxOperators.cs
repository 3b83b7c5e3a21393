using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>
/// Imports Softmax and LogSoftmax. From opset 13 on they work along one axis (the last by default). Before, the axis (1 by default)
/// cut the input into a matrix, and all its columns were normalised together.
/// </summary>
internal static class SoftmaxOperators
{
    /// <summary>Softmax 1, 11 (negative axes), 13.</summary>
    /// <param name="node">The node.</param>
    public static void Softmax(OnnxNode node) => Import(node, axis => new Softmax(axis));

    /// <summary>LogSoftmax 1, 11 (negative axes), 13.</summary>
    /// <param name="node">The node.</param>
    public static void LogSoftmax(OnnxNode node) => Import(node, axis => new LogSoftmax(axis));

    private static void Import(OnnxNode node, Func<int, Layer> layer)
    {
        Shape shape = node.Shape(0);
        bool alongOne = node.Opset >= 13;
        int stated = node.Attributes.Integer("axis", alongOne ? -1 : 1);

        // The matrix form allows an axis behind the last: every row has one column then.
        int axis = !alongOne && stated == shape.Rank ? stated : node.Axis(stated, shape.Rank);
        if (alongOne || (axis < shape.Rank && shape.CountBetween(axis + 1, shape.Rank) == 1))
        {
            node.Output(layer(axis), node.Node(0));
            return;
        }

        int matrix = node.Step("matrix", new Flatten(axis), node.Node(0));
        node.Output(new Reshape(shape), node.Step("rows", layer(1), matrix));
    }
}
