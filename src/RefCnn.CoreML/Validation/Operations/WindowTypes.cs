namespace RefCnn.CoreML.Validation.Operations;

/// <summary>Types of convolutions and pooling. Padding is listed axis by axis, start and end.</summary>
internal static class WindowTypes
{
    /// <summary>conv: weights [outputs, inputs / groups, …].</summary>
    public static MilType[] Convolution(OperationCheck check)
    {
        MilType x = check.X, weight = check.Type("weight");
        int axes = Planes(x);
        long groups = (long)check.Number("groups", 1);
        OperationCheck.Demand(weight.Rank == x.Rank, $"has weights of {weight}; expected rank {x.Rank}");
        OperationCheck.Demand(groups > 0 && weight.Shape[1] * groups == x.Shape[1] && weight.Shape[0] % groups == 0, $"has weights of {weight} in {groups} groups for {x}; expected inputs / groups of them");
        DemandBias(check, weight.Shape[0]);
        long[] kernel = [.. weight.Shape.Skip(2)], strides = check.Integers("strides", axes, 1), dilations = check.Integers("dilations", axes, 1);
        IEnumerable<long> plane = Enumerable.Range(0, axes).Select(axis => Extent(check, x.Shape[axis + 2], ((kernel[axis] - 1) * dilations[axis]) + 1, strides[axis], axis, axes, false));
        return [x.With(new[] { x.Shape[0], weight.Shape[0] }.Concat(plane))];
    }

    /// <summary>conv_transpose: weights [inputs, outputs / groups, …]; padding crops; a given output shape counts.</summary>
    public static MilType[] Transposed(OperationCheck check)
    {
        MilType x = check.X, weight = check.Type("weight");
        int axes = Planes(x);
        long groups = (long)check.Number("groups", 1);
        OperationCheck.Demand(weight.Rank == x.Rank && weight.Shape[0] == x.Shape[1] && groups > 0 && x.Shape[1] % groups == 0, $"has weights of {weight} in {groups} groups for {x}; expected [{x.Shape[1]}, outputs / groups, …]");
        long outputs = weight.Shape[1] * groups;
        DemandBias(check, outputs);
        if (check.Integers("output_shape") is { } given) return [x.With(given)];
        long[] strides = check.Integers("strides", axes, 1), dilations = check.Integers("dilations", axes, 1), pad = Padding(check, axes);
        string type = check.Text("pad_type", "valid");
        IEnumerable<long> plane = Enumerable.Range(0, axes).Select(axis =>
        {
            long full = ((x.Shape[axis + 2] - 1) * strides[axis]) + ((weight.Shape[axis + 2] - 1) * dilations[axis]) + 1;
            long extent = type switch { "valid" => full, "custom" => full - pad[2 * axis] - pad[(2 * axis) + 1], "same" => x.Shape[axis + 2] * strides[axis], _ => throw new BrokenRule($"has pad_type '{type}'") };
            OperationCheck.Demand(extent > 0, $"crops all of axis {axis + 2}");
            return extent;
        });
        return [x.With(new[] { x.Shape[0], outputs }.Concat(plane))];
    }

    /// <summary>max_pool, avg_pool, l2_pool.</summary>
    public static MilType[] Pool(OperationCheck check)
    {
        MilType x = check.X;
        int axes = Planes(x);
        long[] kernel = check.Integers("kernel_sizes", axes, 1), strides = check.Integers("strides", axes, 1);
        bool ceil = check.Flag("ceil_mode", false);
        IEnumerable<long> plane = Enumerable.Range(0, axes).Select(axis => Extent(check, x.Shape[axis + 2], kernel[axis], strides[axis], axis, axes, ceil));
        return [x.With(x.Shape.Take(2).Concat(plane))];
    }

    private static int Planes(MilType x)
    {
        OperationCheck.Demand(x.Rank is >= 3 and <= 5, $"reads x of {x}; expected rank 3 to 5");
        return x.Rank - 2;
    }

    private static void DemandBias(OperationCheck check, long outputs)
    {
        if (check.Has("bias")) OperationCheck.Demand(check.Type("bias") is { Rank: 1 } bias && bias.Shape[0] == outputs, $"has biases of {check.Type("bias")}; expected [{outputs}]");
    }

    private static long[] Padding(OperationCheck check, int axes)
    {
        long[] pad = check.Integers("pad", 2 * axes, 0);
        OperationCheck.Demand(pad.All(amount => amount >= 0), $"has a negative padding");
        return pad;
    }

    private static long Extent(OperationCheck check, long input, long reach, long stride, int axis, int axes, bool ceil)
    {
        string type = check.Text("pad_type", "valid");
        OperationCheck.Demand(stride > 0 && reach > 0, $"has stride {stride} and kernel {reach} along axis {axis + 2}; expected positive numbers");
        if (type is "same" or "same_lower") return (input + stride - 1) / stride;
        OperationCheck.Demand(type is "valid" or "custom", $"has pad_type '{type}'; expected valid, custom, same or same_lower");
        long[] pad = Padding(check, axes);
        long before = type == "custom" ? pad[2 * axis] : 0, after = type == "custom" ? pad[(2 * axis) + 1] : 0, room = input + before + after - reach;
        OperationCheck.Demand(room >= 0, $"has a kernel of {reach} along axis {axis + 2}, beyond its padded extent {input + before + after}");
        long count = ((ceil ? room + stride - 1 : room) / stride) + 1;
        return ceil && before + after > 0 && (count - 1) * stride >= input + before ? count - 1 : count;
    }
}
