using RefCnn.CoreML.Schema.Mil;

namespace RefCnn.CoreML.Validation.Operations;

/// <summary>Types of functions of values, and of reductions.</summary>
internal static class ElementTypes
{
    /// <summary>cast: the elements that dtype names.</summary>
    public static MilType[] Cast(OperationCheck check) => [check.X with
    {
        Element = check.Text("dtype", string.Empty) switch
        {
            "fp16" => DataType.Float16,
            "fp32" => DataType.Float32,
            "int32" => DataType.Int32,
            "bool" => DataType.Bool,
            var other => throw new BrokenRule($"casts to '{other}'; expected fp16, fp32, int32 or bool"),
        },
    }];

    /// <summary>A function along one axis, the last unless another is given.</summary>
    public static MilType[] AlongAxis(OperationCheck check)
    {
        MilType x = check.X;
        int axis = OperationCheck.Axis((long)check.Number("axis", -1), x.Rank);
        return [x.With(axis, x.Shape[axis])];
    }

    /// <summary>Functions of two values, which stretch extents of 1.</summary>
    public static MilType[] Broadcast(OperationCheck check)
    {
        MilType x = check.X, y = check.Type("y");
        OperationCheck.Demand(x.Element == y.Element, $"reads {x} and {y}; expected the same elements");
        long[] shape = new long[Math.Max(x.Rank, y.Rank)];
        for (int fromEnd = 1; fromEnd <= shape.Length; fromEnd++)
        {
            long left = fromEnd <= x.Rank ? x.Shape[^fromEnd] : 1, right = fromEnd <= y.Rank ? y.Shape[^fromEnd] : 1;
            OperationCheck.Demand(left == right || left == 1 || right == 1, $"reads {x} and {y}, which do not broadcast");
            shape[^fromEnd] = Math.Max(left, right);
        }

        return [x.With(shape)];
    }

    /// <summary>Comparisons: truth values.</summary>
    public static MilType[] Comparison(OperationCheck check) => [Broadcast(check)[0] with { Element = DataType.Bool }];

    /// <summary>Reductions: the axes become 1, or go.</summary>
    public static MilType[] Reduce(OperationCheck check)
    {
        MilType x = check.X;
        int[] axes = [.. (check.Integers("axes") ?? [.. Enumerable.Range(0, x.Rank).Select(axis => (long)axis)]).Select(axis => OperationCheck.Axis(axis, x.Rank))];
        bool keep = check.Flag("keep_dims", false);
        return [x.With(x.Shape.Select((extent, axis) => axes.Contains(axis) ? keep ? 1L : 0 : extent).Where(extent => extent > 0))];
    }
}
