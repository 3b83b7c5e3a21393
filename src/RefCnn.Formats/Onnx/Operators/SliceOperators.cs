using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Onnx.Constants;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>Imports operators that take parts of a tensor, or put parts together.</summary>
internal static class SliceOperators
{
    /// <summary>Concat 1 (axis 1 by default), 4, 11 (negative axes), 13.</summary>
    /// <param name="node">The node.</param>
    public static void Concat(OnnxNode node)
    {
        int stated = node.Opset < 4 ? node.Attributes.Integer("axis", 1) : node.Attributes.Integer("axis");
        int axis = node.Axis(stated, node.Shape(0).Rank);
        int[] inputs = [.. Enumerable.Range(0, node.InputCount)];
        if (inputs.All(input => node.Known(input) is not null))
        {
            ConstantValue[] values = [.. inputs.Select(input => node.Known(input)!)];
            node.Fold(0, new Concat(axis).InferShape([.. values.Select(value => value.Shape)]), () => ConstantRearrangement.Concatenate(values, axis));
            return;
        }

        node.Output(new Concat(axis), [.. inputs.Select(node.Node)]);
    }

    /// <summary>Split 1 (input or attribute), 2, 11 (attribute), 13 (input), 18 (num_outputs): as many slices as outputs.</summary>
    /// <param name="node">The node.</param>
    public static void Split(OnnxNode node)
    {
        Shape shape = node.Shape(0);
        int axis = node.Axis(node.Attributes.Integer("axis", 0), shape.Rank);
        bool byInput = node.Opset is 1 or >= 13;
        long[] sizes = (byInput ? node.OptionalConstant(1)?.ToInt64() : null)
            ?? (node.Opset < 13 ? node.Attributes.Integers("split") : null)
            ?? EqualSizes(node, shape[axis]);
        if (sizes.Length != node.OutputCount) throw node.Refuse($"splits into {sizes.Length} parts; expected {node.OutputCount}, one an output");
        if (sizes.Any(size => size < 0) || sizes.Sum() != shape[axis])
            throw node.Refuse($"splits into parts of {string.Join(", ", sizes)}; expected {shape[axis]} in all, the extent along axis {axis}");

        int start = 0;
        for (int output = 0; output < sizes.Length; output++)
        {
            node.Rearrange(output, Core.Layers.Slice.Along(shape, axis, start, (int)sizes[output]));
            start += (int)sizes[output];
        }
    }

    /// <summary>Slice 1 (attributes), 10 (inputs, steps), 11, 13: positions are cut to the input as NumPy does.</summary>
    /// <param name="node">The node.</param>
    public static void Slice(OnnxNode node)
    {
        Shape shape = node.Shape(0);
        bool byInput = node.Opset >= 10;
        long[] starts = (byInput ? node.Constant(1).ToInt64() : node.Attributes.Integers("starts")) ?? throw node.Refuse("has no attribute 'starts'");
        long[] ends = (byInput ? node.Constant(2).ToInt64() : node.Attributes.Integers("ends")) ?? throw node.Refuse("has no attribute 'ends'");
        long[] axes = (byInput ? node.OptionalConstant(3)?.ToInt64() : node.Attributes.Integers("axes"))
            ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        long[] steps = (byInput ? node.OptionalConstant(4)?.ToInt64() : null) ?? [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
            throw node.Refuse($"has {starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {steps.Length} steps; expected as many of each");

        int[] first = new int[shape.Rank], step = new int[shape.Rank], count = shape.Extents.ToArray();
        Array.Fill(step, 1);
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = node.Axis(axes[i], shape.Rank);
            if (steps[i] == 0) throw node.Refuse($"has step 0 along axis {axis}; expected another number");
            (first[axis], count[axis], step[axis]) = Range(starts[i], ends[i], steps[i], shape[axis]);
        }

        node.Rearrange(0, new Slice([.. first], [.. count], [.. step]));
    }

    /// <summary>Gather 1, 11 (negative indices), 13, with indices of rank 0 or 1 where the data are only known at run time.</summary>
    /// <param name="node">The node.</param>
    public static void Gather(OnnxNode node)
    {
        Shape shape = node.Shape(0);
        int axis = node.Axis(node.Attributes.Integer("axis", 0), shape.Rank);
        ConstantValue indices = node.Constant(1);
        int[] positions = Array.ConvertAll(indices.ToInt64(), index => Position(node, index, shape[axis]));
        if (node.Known(0) is { } value)
        {
            var picked = new Shape([.. shape.Extents[..axis], .. indices.Shape.Extents, .. shape.Extents[(axis + 1)..]]);
            node.Fold(0, picked, () => Gathered(value, axis, positions, picked));
            return;
        }

        if (indices.Shape.Rank > 1 || positions.Length == 0) throw node.Refuse($"indices have shape {indices.Shape}; expected one or a list of them");
        int[] parts = [.. positions.Select(position => node.Step("part", Core.Layers.Slice.Along(shape, axis, position, 1), node.Node(0)))];
        if (indices.Shape.Rank == 0) node.Output(new Squeeze([axis]), parts[0]);
        else node.Output(new Concat(axis), parts);
    }

    private static ConstantValue Gathered(ConstantValue value, int axis, int[] positions, Shape result)
    {
        Shape shape = value.Shape;
        int inner = shape.CountBetween(axis + 1, shape.Rank), outer = shape.CountBetween(0, axis);
        int[] picked = [.. from block in Enumerable.Range(0, outer)
                           from position in positions
                           from i in Enumerable.Range(0, inner)
                           select (((block * shape[axis]) + position) * inner) + i];
        return value.Pick(result, picked);
    }

    private static int Position(OnnxNode node, long index, int extent)
    {
        if (index < -extent || index >= extent) throw node.Refuse($"index {index} is outside an extent of {extent}");
        return (int)(index < 0 ? index + extent : index);
    }

    private static (int Start, int Count, int Step) Range(long start, long end, long step, int extent)
    {
        long lowest = step > 0 ? 0 : -1, highest = step > 0 ? extent : extent - 1;
        start = Math.Clamp(start < 0 ? start + extent : start, step > 0 ? 0 : -1, highest);
        end = Math.Clamp(end < 0 ? Math.Max(end, -extent - 1L) + extent : end, lowest, highest);
        long room = step > 0 ? end - start : start - end, stride = step == long.MinValue ? long.MaxValue : Math.Abs(step);
        long count = room <= 0 ? 0 : ((room - 1) / stride) + 1;
        return count <= 1 ? ((int)Math.Max(start, 0), (int)count, 1) : ((int)start, (int)count, (int)step);
    }

    private static long[] EqualSizes(OnnxNode node, int extent)
    {
        int parts = node.Opset >= 18 ? node.Attributes.Integer("num_outputs", node.OutputCount) : node.OutputCount;
        if (parts < 1 || parts != node.OutputCount) throw node.Refuse($"has {node.OutputCount} outputs of {parts}; expected at least one, and as many as 'num_outputs' says");
        if (node.Opset < 18 && extent % parts != 0) throw node.Refuse($"splits an extent of {extent} into {parts} equal parts, which leaves a rest");
        long size = ((long)extent + parts - 1) / parts;
        return [.. Enumerable.Range(0, parts).Select(part => Math.Clamp(extent - (part * size), 0, size))];
    }
}
