using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Reading;

/// <summary>Operations that move values.</summary>
internal static class RearrangementOperations
{
    /// <summary>concat.</summary>
    public static void Concat(OperationReading op)
    {
        if (op.Flag("interleave", false)) throw op.Refuse("interleaves its inputs, which is not supported");
        int[] values = op.Nodes("values");
        op.Finish(new Concat(op.Axis((int)op.Number("axis", 0), op.ShapeOf(values[0]).Rank)), values);
    }

    /// <summary>split in equal or given parts.</summary>
    public static void Split(OperationReading op)
    {
        Shape shape = op.Shape;
        int axis = op.Axis((int)op.Number("axis", 0), shape.Rank), start = 0;
        int[] sizes = op.Integers("split_sizes") ?? [.. Enumerable.Repeat(shape[axis] / op.OutputCount, op.OutputCount)];
        if (sizes.Length != op.OutputCount || sizes.Sum() != shape[axis]) throw op.Refuse($"splits an extent of {shape[axis]} into {string.Join(" + ", sizes)}, {op.OutputCount} values");
        for (int part = 0; part < sizes.Length; part++)
        {
            op.Define(part, op.Add(Core.Layers.Slice.Along(shape, axis, start, sizes[part]), op.X));
            start += sizes[part];
        }
    }

    /// <summary>slice_by_index, as NumPy slices; a squeezed axis keeps the sample at its begin and goes.</summary>
    public static void Slice(OperationReading op)
    {
        Shape shape = op.Shape;
        int rank = shape.Rank;
        int[] begins = op.Integers("begin") ?? [], ends = op.Integers("end") ?? [];
        int[] strides = op.Integers("stride") ?? [.. Enumerable.Repeat(1, rank)], none = new int[rank];
        int[] openBegins = op.Integers("begin_mask") ?? none, openEnds = op.Integers("end_mask") ?? none, squeezes = op.Integers("squeeze_mask") ?? none;
        if (openBegins.Length != rank || openEnds.Length != rank || squeezes.Length != rank) throw op.Refuse($"has masks of {openBegins.Length}, {openEnds.Length} and {squeezes.Length} axes; expected {rank}");
        if (begins.Length != rank || ends.Length != rank || strides.Length != rank || strides.Contains(0)) throw op.Refuse($"has not {rank} begins, ends and strides other than 0");
        int[] starts = new int[rank], counts = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            if (squeezes[axis] != 0)
            {
                (starts[axis], counts[axis], strides[axis]) = (op.Axis(begins[axis], shape[axis]), 1, 1);
                continue;
            }

            Slices range = Slices.Of(openBegins[axis] != 0 ? null : begins[axis], openEnds[axis] != 0 ? null : ends[axis], strides[axis], shape[axis]);
            (starts[axis], counts[axis]) = (range.Start, range.Count);
        }

        var slice = new Slice([.. starts], [.. counts], [.. strides]);
        int[] squeezed = [.. Enumerable.Range(0, rank).Where(axis => squeezes[axis] != 0)];
        if (squeezed.Length == 0) op.Finish(slice, op.X);
        else op.Finish(new Squeeze([.. squeezed]), op.Add(slice, op.X));
    }

    /// <summary>pad of the last axes: before and after in turn.</summary>
    public static void Pad(OperationReading op)
    {
        int[] amounts = op.Integers("pad") ?? throw op.Refuse("has no 'pad'");
        int rank = op.Shape.Rank, first = rank - (amounts.Length / 2);
        if (amounts.Length % 2 != 0 || first < 0) throw op.Refuse($"has {amounts.Length} amounts for {rank} axes");
        int[] before = new int[rank], after = new int[rank];
        for (int i = 0; i < amounts.Length; i += 2) (before[first + (i / 2)], after[first + (i / 2)]) = (amounts[i], amounts[i + 1]);
        PadMode mode = op.Text("mode", "constant") switch
        {
            "constant" => PadMode.Constant,
            "reflect" => PadMode.Reflect,
            "replicate" => PadMode.Edge,
            string other => throw op.Refuse($"has mode '{other}', which is not known"),
        };
        op.Finish(new Pad([.. before], [.. after], mode, (float)op.Number("constant_val", 0)), op.X);
    }

    /// <summary>reshape; 0 keeps an extent where the ranks are equal, and one extent may be −1.</summary>
    public static void Reshape(OperationReading op)
    {
        int[] target = op.Integers("shape") ?? throw op.Refuse("has no 'shape'");
        Shape shape = op.Shape;
        for (int axis = 0; axis < target.Length; axis++)
        {
            if (target[axis] == 0 && target.Length == shape.Rank) target[axis] = shape[axis];
        }

        int open = Array.IndexOf(target, -1);
        if (open >= 0)
        {
            long others = target.Where((_, axis) => axis != open).Aggregate(1L, (product, extent) => product * extent);
            if (others <= 0 || shape.Count % others != 0) throw op.Refuse($"reshapes {shape} to extents with no whole number for −1");
            target[open] = (int)(shape.Count / others);
        }

        op.Finish(new Reshape(new Shape(target)), op.X);
    }

    /// <summary>squeeze of the given axes, or of all of extent 1.</summary>
    public static void Squeeze(OperationReading op)
    {
        Shape shape = op.Shape;
        int[] axes = op.Integers("axes") is { } given
            ? [.. given.Select(axis => op.Axis(axis, shape.Rank))]
            : [.. Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] == 1)];
        op.Finish(new Squeeze([.. axes]), op.X);
    }

    /// <summary>expand_dims; axes are those of the output.</summary>
    public static void ExpandDims(OperationReading op)
    {
        int[] axes = op.Integers("axes") ?? [];
        op.Finish(new Unsqueeze([.. axes.Select(axis => op.Axis(axis, op.Shape.Rank + axes.Length))]), op.X);
    }
}
