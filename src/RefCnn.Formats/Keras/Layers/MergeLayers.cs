using RefCnn.Core.Layers;

namespace RefCnn.Formats.Keras.Layers;

/// <summary>Imports layers that join several tensors.</summary>
internal static class MergeLayers
{
    /// <summary>Add, Multiply, Maximum, Minimum: two tensors or more, one after the other.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="function">The function of two.</param>
    public static KerasTensor Fold(KerasLayer layer, BinaryFunction function)
    {
        (int[] nodes, bool isMoved) = Aligned(layer, 2);
        int result = nodes[0];
        for (int i = 1; i < nodes.Length - 1; i++) result = layer.Step($"partial{i}", new Binary(function), result, nodes[i]);
        return layer.Output(new Binary(function), isMoved, result, nodes[^1]);
    }

    /// <summary>Subtract: the first tensor minus the second.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Subtract(KerasLayer layer)
    {
        (int[] nodes, bool isMoved) = Aligned(layer, 2);
        return nodes.Length == 2 ? layer.Output(new Binary(BinaryFunction.Sub), isMoved, nodes) : throw layer.Refuse($"reads {nodes.Length} tensors; expected 2");
    }

    /// <summary>Average: the sum, divided by the number of tensors.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Average(KerasLayer layer)
    {
        (int[] nodes, bool isMoved) = Aligned(layer, 2);
        int sum = nodes[0];
        for (int i = 1; i < nodes.Length; i++) sum = layer.Step($"partial{i}", new Binary(BinaryFunction.Add), sum, nodes[i]);
        return layer.Output(new Binary(BinaryFunction.Div), isMoved, sum, layer.Number("count", nodes.Length));
    }

    /// <summary>Concatenate along an axis, the last where none is given.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Concatenate(KerasLayer layer)
    {
        (int[] nodes, bool isMoved) = Aligned(layer, 1);
        int axis = layer.Axis(layer.Config.Integer("axis", -1), layer.Input().Rank);
        return layer.Output(new Concat(isMoved ? layer.Input(FirstMoved(layer)).NodeAxis(axis) : axis), isMoved, nodes);
    }

    // Where any of several pictures has its channels first, all get them first; other tensors keep their own order.
    private static (int[] Nodes, bool IsMoved) Aligned(KerasLayer layer, int least)
    {
        if (layer.InputCount < least) throw layer.Refuse($"reads {layer.InputCount} tensors; expected {least} or more");
        KerasTensor[] inputs = [.. Enumerable.Range(0, layer.InputCount).Select(layer.Input)];
        bool isMoved = inputs.Any(input => input.IsMoved) && inputs.All(input => input.Rank == 4);
        return ([.. inputs.Select(input => isMoved ? input.Planar(channelsLast: true) : input.Natural)], isMoved);
    }

    private static int FirstMoved(KerasLayer layer) => Enumerable.Range(0, layer.InputCount).First(i => layer.Input(i).IsMoved);
}
