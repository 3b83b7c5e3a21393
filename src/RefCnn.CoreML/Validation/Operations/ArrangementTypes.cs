namespace RefCnn.CoreML.Validation.Operations;

/// <summary>Types of operations that move values.</summary>
internal static class ArrangementTypes
{
    /// <summary>concat: equal but for one axis.</summary>
    public static MilType[] Concat(OperationCheck check)
    {
        MilType[] values = check.Types("values");
        int axis = OperationCheck.Axis((long)check.Number("axis", 0), values[0].Rank);
        foreach (MilType value in values)
            OperationCheck.Demand(value.Rank == values[0].Rank && value.With(axis, 1).Equals(values[0].With(axis, 1)), $"lays {values[0]} and {value} end to end along axis {axis}");
        return [values[0].With(axis, values.Sum(value => value.Shape[axis]))];
    }

    /// <summary>split: equal or given parts of one axis.</summary>
    public static MilType[] Split(OperationCheck check)
    {
        MilType x = check.X;
        int axis = OperationCheck.Axis((long)check.Number("axis", 0), x.Rank);
        long parts = (long)check.Number("num_splits", check.OutputCount);
        long[] sizes = check.Integers("split_sizes") ?? [.. Enumerable.Repeat(x.Shape[axis] / Math.Max(1, parts), (int)parts)];
        OperationCheck.Demand(sizes.Sum() == x.Shape[axis], $"splits an extent of {x.Shape[axis]} into [{string.Join(", ", sizes)}]");
        return [.. sizes.Select(size => x.With(axis, size))];
    }

    /// <summary>slice_by_index, as NumPy slices.</summary>
    public static MilType[] Slice(OperationCheck check)
    {
        MilType x = check.X;
        long[] begin = check.Integers("begin", x.Rank, 0), end = check.Integers("end", x.Rank, 0), stride = check.Integers("stride", x.Rank, 1);
        long[] openBegin = check.Integers("begin_mask", x.Rank, 0), openEnd = check.Integers("end_mask", x.Rank, 0), squeeze = check.Integers("squeeze_mask", x.Rank, 0);
        var shape = new List<long>();
        for (int axis = 0; axis < x.Rank; axis++)
        {
            long extent = x.Shape[axis], step = stride[axis];
            OperationCheck.Demand(step != 0, $"has stride 0 along axis {axis}");
            if (squeeze[axis] != 0) continue;
            long first = openBegin[axis] != 0 ? step > 0 ? 0 : extent - 1 : Math.Clamp(begin[axis] < 0 ? begin[axis] + extent : begin[axis], 0, step > 0 ? extent : extent - 1);
            long last = openEnd[axis] != 0 ? step > 0 ? extent : -1 : Math.Clamp(end[axis] < 0 ? end[axis] + extent : end[axis], -1, extent);
            long count = Math.Max(0, step > 0 ? (last - first + step - 1) / step : (first - last - step - 1) / -step);
            OperationCheck.Demand(count > 0, $"leaves nothing of axis {axis}");
            shape.Add(count);
        }

        return [x.With(shape)];
    }

    /// <summary>pad: two amounts for each of the last axes; reflections stay within the plane.</summary>
    public static MilType[] Pad(OperationCheck check)
    {
        MilType x = check.X;
        long[] pad = check.Integers("pad") ?? [];
        string mode = check.Text("mode", "constant");
        OperationCheck.Demand(pad.Length % 2 == 0 && pad.Length <= 2 * x.Rank && pad.All(amount => amount >= 0), $"has padding [{string.Join(", ", pad)}] for {x}; expected two amounts for each of the last axes");
        OperationCheck.Demand(mode is "constant" or "reflect" or "replicate", $"pads by '{mode}'; expected constant, reflect or replicate");
        int first = x.Rank - (pad.Length / 2);
        long[] shape = [.. x.Shape];
        for (int i = 0; i < pad.Length; i++)
        {
            long extent = x.Shape[first + (i / 2)];
            OperationCheck.Demand(mode != "reflect" || pad[i] < extent, $"reflects {pad[i]} samples of an extent of {extent}");
            shape[first + (i / 2)] += pad[i];
        }

        OperationCheck.Demand(mode == "constant" || first >= x.Rank - 2, $"pads by '{mode}' beyond the last two axes");
        return [x.With(shape)];
    }

    /// <summary>tile.</summary>
    public static MilType[] Tile(OperationCheck check)
    {
        long[] repeats = check.Integers("reps", check.X.Rank, 1);
        OperationCheck.Demand(repeats.All(count => count > 0), $"repeats 0 times");
        return [check.X.With(check.X.Shape.Select((extent, axis) => extent * repeats[axis]))];
    }

    /// <summary>reshape: 0 copies an extent where ranks are equal, one −1 is what is left.</summary>
    public static MilType[] Reshape(OperationCheck check)
    {
        MilType x = check.X;
        long[] shape = check.Integers("shape") ?? [];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] == 0) shape[axis] = shape.Length == x.Rank ? x.Shape[axis] : throw new BrokenRule($"copies an extent to another rank");
        }

        int open = Array.IndexOf(shape, -1L);
        if (open >= 0)
        {
            long others = shape.Where(extent => extent >= 0).Aggregate(1L, (product, extent) => product * extent);
            OperationCheck.Demand(others > 0 && x.Count % others == 0, $"reshapes {x} to [{string.Join(", ", shape)}]");
            shape[open] = x.Count / others;
        }

        MilType result = x.With(shape);
        OperationCheck.Demand(result.Count == x.Count && shape.All(extent => extent > 0), $"reshapes {x} to [{string.Join(", ", shape)}]");
        return [result];
    }

    /// <summary>transpose.</summary>
    public static MilType[] Transpose(OperationCheck check)
    {
        MilType x = check.X;
        int[] order = [.. check.Integers("perm", x.Rank, 0).Select(axis => OperationCheck.Axis(axis, x.Rank))];
        OperationCheck.Demand(order.Distinct().Count() == x.Rank, $"names axes [{string.Join(", ", order)}]; expected each once");
        return [x.With(order.Select(axis => x.Shape[axis]))];
    }

    /// <summary>squeeze: the named axes of extent 1, or all of them.</summary>
    public static MilType[] Squeeze(OperationCheck check)
    {
        MilType x = check.X;
        int[] axes = check.Integers("axes") is { } given
            ? [.. given.Select(axis => OperationCheck.Axis(axis, x.Rank))]
            : [.. Enumerable.Range(0, x.Rank).Where(axis => x.Shape[axis] == 1)];
        OperationCheck.Demand(axes.All(axis => x.Shape[axis] == 1), $"squeezes axes [{string.Join(", ", axes)}] of {x}; expected extents of 1");
        return [x.With(x.Shape.Where((_, axis) => !axes.Contains(axis)))];
    }

    /// <summary>expand_dims: axes of the result.</summary>
    public static MilType[] ExpandDims(OperationCheck check)
    {
        long[] given = check.Integers("axes") ?? [];
        int rank = check.X.Rank + given.Length;
        var shape = new List<long>(check.X.Shape);
        foreach (int axis in given.Select(axis => OperationCheck.Axis(axis, rank)).Order()) shape.Insert(axis, 1);
        return [check.X.With(shape)];
    }

    /// <summary>flatten2d: the axes before one, and those from it on.</summary>
    public static MilType[] Flatten(OperationCheck check)
    {
        int axis = (int)check.Number("axis", 1);
        if (axis < 0) axis += check.X.Rank;
        OperationCheck.Demand(axis >= 0 && axis <= check.X.Rank, $"flattens from axis {axis} of {check.X.Rank}");
        return [check.X.With([check.X.Shape.Take(axis).Aggregate(1L, (a, b) => a * b), check.X.Shape.Skip(axis).Aggregate(1L, (a, b) => a * b)])];
    }
}
