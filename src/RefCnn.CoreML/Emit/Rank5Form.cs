using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Emit;

/// <summary>
/// The shapes of specification versions 1 to 3, where every tensor is [sequence, batch, C, H, W] and files give only C, H, W. A network that
/// fits needs no newer version, and runs on iOS 11.
/// </summary>
internal static class Rank5Form
{
    private static readonly Dictionary<Type, Func<Layer, Shape[], bool>> Rules = new()
    {
        [typeof(PRelu)] = (_, _) => true,
        [typeof(Softmax)] = (layer, inputs) => Axis(inputs[0], ((Softmax)layer).Axis) == 0,
        [typeof(Binary)] = (layer, inputs) => FitsBinary(((Binary)layer).Function, inputs),
        [typeof(Concat)] = (layer, inputs) => Axis(inputs[0], ((Concat)layer).Axis) == 0,
        [typeof(Slice)] = (layer, inputs) => ((Slice)layer).Steps.All(step => step > 0),
        [typeof(Pad)] = (layer, inputs) => FitsPad((Pad)layer, inputs[0]),
        [typeof(Transpose)] = (layer, inputs) => inputs[0].Rank == 4 && ((Transpose)layer).Permutation[0] == 0,
        [typeof(Reduce)] = (layer, inputs) => NeuralNetworkReduction.AxisOf((Reduce)layer, inputs[0]) is not null,
        [typeof(Resize)] = (layer, _) => ((Resize)layer).Interpolation == ResizeInterpolation.Nearest || ((Resize)layer).Coordinates is ResizeCoordinates.AlignCorners or ResizeCoordinates.Asymmetric,
        [typeof(MatMul)] = (_, _) => false,
        [typeof(Tile)] = (_, _) => false,
    };

    /// <summary>Whether every shape and layer of a lowered network fits.</summary>
    /// <param name="network">The network.</param>
    public static bool Fits(Network network) =>
        network.Shapes.All(shape => shape.Rank is 1 or 3 || (shape.Rank is 2 or 4 && shape[0] == 1))
        && Enumerable.Range(0, network.Nodes.Length).All(index =>
            !Rules.TryGetValue(network.Nodes[index].Layer.GetType(), out Func<Layer, Shape[], bool>? rule) || rule(network.Nodes[index].Layer, network.InputShapes(index)));

    /// <summary>Channels, height and width of a shape that fits.</summary>
    /// <param name="shape">[C], [1, C], [C, H, W] or [1, C, H, W].</param>
    public static int[] Of(Shape shape) => shape.Rank switch
    {
        1 => [shape[0], 1, 1],
        2 => [shape[1], 1, 1],
        3 => [shape[0], shape[1], shape[2]],
        _ => [shape[1], shape[2], shape[3]],
    };

    /// <summary>Which of channels (0), height (1) and width (2) an axis is; −1 for the batch.</summary>
    /// <param name="shape">A shape that fits.</param>
    /// <param name="axis">One of its axes.</param>
    public static int Axis(Shape shape, int axis) => shape.Rank is 2 or 4 ? axis - 1 : axis;

    private static bool FitsBinary(BinaryFunction function, Shape[] inputs)
    {
        if (inputs[0] == inputs[1]) return function is BinaryFunction.Add or BinaryFunction.Mul or BinaryFunction.Min or BinaryFunction.Max;
        if (function is not (BinaryFunction.Add or BinaryFunction.Mul)) return false;
        int[] left = Of(inputs[0]), right = Of(inputs[1]);
        bool aligned = (inputs[0].Rank >= 3 && inputs[1].Rank >= 3) || inputs[0].Rank == inputs[1].Rank || inputs[0].Count == 1 || inputs[1].Count == 1;
        return aligned && (Stretches(left, right) || Stretches(right, left));
    }

    // The shapes that the specification lists: [C, 1, 1], [1, H, W] and [1, 1, 1] against [C, H, W].
    private static bool Stretches(int[] small, int[] large) =>
        (small[0] == large[0] || small[0] == 1) && ((small[1] == large[1] && small[2] == large[2]) || (small[1] == 1 && small[2] == 1));

    private static bool FitsPad(Pad layer, Shape input) =>
        input.Rank >= 3 && Enumerable.Range(0, input.Rank - 2).All(axis => layer.Before[axis] + layer.After[axis] == 0);
}
