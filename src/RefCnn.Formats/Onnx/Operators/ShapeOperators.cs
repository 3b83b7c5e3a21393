using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Constants;
using RefCnn.Formats.Onnx.Schema;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>Imports operators that keep all values and change their arrangement, or repeat them.</summary>
internal static class ShapeOperators
{
    /// <summary>Reshape 1 (attribute), 5 (input), 14 (allowzero): −1 takes what is left, 0 copies the input's extent.</summary>
    /// <param name="node">The node.</param>
    public static void Reshape(OnnxNode node)
    {
        Shape input = node.Shape(0);
        long[] stated = (node.Opset < 5 ? node.Attributes.Integers("shape") : node.Constant(1).ToInt64())
            ?? throw node.Refuse("has no attribute 'shape'; the operator requires it");
        long[] extents = [.. stated];
        bool zeroIsZero = node.Opset >= 14 && node.Attributes.Flag("allowzero");
        for (int axis = 0; axis < extents.Length; axis++)
        {
            if (extents[axis] < -1) throw node.Refuse($"shape has extent {extents[axis]} along axis {axis}; expected −1 or more");
            if (extents[axis] != 0 || zeroIsZero) continue;
            if (axis >= input.Rank) throw node.Refuse($"shape copies axis {axis}, which the input {input} has not");
            extents[axis] = input[axis];
        }

        int open = Array.IndexOf(extents, -1L);
        if (open >= 0)
        {
            long rest = 1;
            for (int axis = 0; axis < extents.Length; axis++)
            {
                if (axis == open) continue;
                if (extents[axis] == -1) throw node.Refuse("shape leaves two extents open; expected one at most");
                rest = checked(rest * extents[axis]);
            }

            if (rest == 0 || input.Count % rest != 0)
                throw node.Refuse($"shape [{string.Join(", ", stated)}] does not fit the {input.Count} values of the input {input}");
            extents[open] = input.Count / rest;
        }

        node.Rearrange(0, new Reshape(new Shape(Array.ConvertAll(extents, extent => checked((int)extent)))));
    }

    /// <summary>Flatten 1, 9, 11 (negative axes), 13.</summary>
    /// <param name="node">The node.</param>
    public static void Flatten(OnnxNode node)
    {
        int rank = node.Shape(0).Rank, axis = node.Attributes.Integer("axis", 1);
        node.Rearrange(0, new Flatten(axis == rank ? axis : node.Axis(axis, rank)));
    }

    /// <summary>Squeeze 1, 11 (attribute), 13 (input): without axes, all of extent 1.</summary>
    /// <param name="node">The node.</param>
    public static void Squeeze(OnnxNode node)
    {
        Shape input = node.Shape(0);
        long[]? stated = node.Opset < 13 ? node.Attributes.Integers("axes") : node.OptionalConstant(1)?.ToInt64();
        ImmutableArray<int> axes = stated is null
            ? [.. Enumerable.Range(0, input.Rank).Where(axis => input[axis] == 1)]
            : [.. stated.Select(axis => node.Axis(axis, input.Rank)).Order()];
        node.Rearrange(0, new Squeeze(axes));
    }

    /// <summary>Unsqueeze 1, 11 (attribute), 13 (input): axes count in the output.</summary>
    /// <param name="node">The node.</param>
    public static void Unsqueeze(OnnxNode node)
    {
        long[] stated = (node.Opset < 13 ? node.Attributes.Integers("axes") : node.Constant(1).ToInt64())
            ?? throw node.Refuse("has no attribute 'axes'; the operator requires it");
        int rank = node.Shape(0).Rank + stated.Length;
        node.Rearrange(0, new Unsqueeze([.. stated.Select(axis => node.Axis(axis, rank)).Order()]));
    }

    /// <summary>Transpose 1, 13: without a permutation, all axes in reverse.</summary>
    /// <param name="node">The node.</param>
    public static void Transpose(OnnxNode node)
    {
        int rank = node.Shape(0).Rank;
        node.Rearrange(0, new Transpose(node.Attributes.Integers("perm") is { } stated
            ? [.. stated.Select(axis => node.Axis(axis, rank))]
            : [.. Enumerable.Range(0, rank).Reverse()]));
    }

    /// <summary>Expand 8, 13: both shapes broadcast, so that the input may also be the larger.</summary>
    /// <param name="node">The node.</param>
    public static void Expand(OnnxNode node)
    {
        var stated = new Shape(Array.ConvertAll(node.Constant(1).ToInt64(), extent => checked((int)extent)));
        Shape target = Broadcast.Combine(node.Shape(0), stated)
            ?? throw node.Refuse($"input {node.Shape(0)} and shape {stated} do not broadcast");
        node.Rearrange(0, new Expand(target));
    }

    /// <summary>Tile 1 (a number and an axis), 6, 13 (a number for each axis).</summary>
    /// <param name="node">The node.</param>
    public static void Tile(OnnxNode node)
    {
        int rank = node.Shape(0).Rank;
        int[] repeats = Array.ConvertAll(node.Constant(1).ToInt64(), number => checked((int)number));
        if (node.Opset < 6)
        {
            int axis = node.Axis((long)node.Single(2), rank), times = checked((int)node.Single(1));
            repeats = [.. Enumerable.Range(0, rank).Select(i => i == axis ? times : 1)];
        }

        node.Rearrange(0, new Tile([.. repeats]));
    }

    /// <summary>DepthToSpace 1, 11 (mode), 13.</summary>
    /// <param name="node">The node.</param>
    public static void DepthToSpace(OnnxNode node)
    {
        BlockOrder order = node.Attributes.Text("mode", "DCR") switch
        {
            "DCR" => BlockOrder.BlockFirst,
            "CRD" => BlockOrder.ChannelFirst,
            string other => throw node.Refuse($"attribute 'mode' is '{other}'; expected DCR or CRD"),
        };
        node.Output(new DepthToSpace(node.Attributes.Integer("blocksize"), order), node.Node(0));
    }

    /// <summary>SpaceToDepth 1, 13.</summary>
    /// <param name="node">The node.</param>
    public static void SpaceToDepth(OnnxNode node) =>
        node.Output(new SpaceToDepth(node.Attributes.Integer("blocksize")), node.Node(0));

    /// <summary>Dropout 1, 6 (is_test), 7, 10, 12 (training_mode is an input), 13 at inference: the input itself, and a mask of ones.</summary>
    /// <param name="node">The node.</param>
    public static void Dropout(OnnxNode node)
    {
        if (node.Opset >= 12 && node.HasInput(2) && node.Single(2) != 0)
            throw node.Refuse("drops values at random (training_mode is true); export the model for inference");
        if (node.Opset < 7 && !node.Attributes.Flag("is_test")) node.Note("attribute 'is_test' is not set; it was read as at inference");
        node.Rearrange(0, new Identity());
        Shape shape = node.Shape(0);
        node.Fold(1, shape, () =>
        {
            long[] ones = new long[shape.Count];
            Array.Fill(ones, 1);
            return new ConstantValue(shape, ones, TensorProto.Types.DataType.Bool);
        });
    }

    /// <summary>Cast 1 (names a type), 6, 9, 13, 19, 21. At run time floats stay floats; only what is known becomes an integer.</summary>
    /// <param name="node">The node.</param>
    public static void Cast(OnnxNode node)
    {
        TensorProto.Types.DataType element = node.Opset < 6
            ? TypeNamed(node, node.Attributes.Text("to", string.Empty))
            : (TensorProto.Types.DataType)node.Attributes.Integer("to");
        if (node.Known(0) is { } value)
        {
            node.Fold(0, value.Shape, () => ConstantArithmetic.Cast(value, element));
            return;
        }

        bool widens = node.IsIntegral(0) && OnnxTensor.IsIntegral(element) && element != TensorProto.Types.DataType.Bool;
        if (!OnnxTensor.IsFloat(element) && !widens) throw node.Refuse($"casts to {element} at run time; layers compute with floats only");
        if (element != TensorProto.Types.DataType.Float) node.Note($"casts to {element}; the network stays in float32 there");
        node.Output(new Identity(), node.Node(0));
    }

    private static TensorProto.Types.DataType TypeNamed(OnnxNode node, string name) =>
        Enum.TryParse(name, ignoreCase: true, out TensorProto.Types.DataType element)
            ? element
            : throw node.Refuse($"casts to '{name}'; expected a type such as FLOAT or INT64");
}
