namespace RefCnn.CoreML.Validation.Operations;

/// <summary>Types of products of matrices, and of layers with parameters by channel.</summary>
internal static class ProductTypes
{
    /// <summary>linear: rows of x by the weights' rows.</summary>
    public static MilType[] Linear(OperationCheck check)
    {
        MilType x = check.X, weight = check.Type("weight");
        OperationCheck.Demand(x.Rank is >= 1 and <= 3, $"reads x of {x}; expected rank 1 to 3");
        OperationCheck.Demand(weight.Rank == 2 && weight.Shape[1] == x.Shape[^1], $"has weights of {weight}; expected [outputs, {x.Shape[^1]}]");
        if (check.Has("bias")) OperationCheck.Demand(check.Type("bias") is { Rank: 1 } bias && bias.Shape[0] == weight.Shape[0], $"has biases of {check.Type("bias")}; expected [{weight.Shape[0]}]");
        return [x.With(x.Rank - 1, weight.Shape[0])];
    }

    /// <summary>matmul: the last two axes, the others broadcast.</summary>
    public static MilType[] MatMul(OperationCheck check)
    {
        MilType x = Oriented(check.X, check.Flag("transpose_x", false)), y = Oriented(check.Type("y"), check.Flag("transpose_y", false));
        OperationCheck.Demand(x.Shape[^1] == y.Shape[^2], $"multiplies {x} by {y}; expected equal inner extents");
        int rank = Math.Max(x.Rank, y.Rank);
        long[] shape = new long[rank];
        (shape[^2], shape[^1]) = (x.Shape[^2], y.Shape[^1]);
        for (int fromEnd = 3; fromEnd <= rank; fromEnd++)
        {
            long left = fromEnd <= x.Rank ? x.Shape[^fromEnd] : 1, right = fromEnd <= y.Rank ? y.Shape[^fromEnd] : 1;
            OperationCheck.Demand(left == right || left == 1 || right == 1, $"multiplies {x} by {y}, whose batches do not broadcast");
            shape[^fromEnd] = Math.Max(left, right);
        }

        return [x.With(shape)];
    }

    /// <summary>The type of x; each of the named parameters has a value for each channel, axis 1.</summary>
    /// <param name="check">The operation.</param>
    /// <param name="keys">The parameters.</param>
    public static MilType[] ByChannel(OperationCheck check, params string[] keys)
    {
        OperationCheck.Demand(check.X.Rank >= 3, $"reads x of {check.X}; expected rank 3 or more");
        long channels = check.X.Shape[1];
        foreach (string key in keys.Where(check.Has))
            OperationCheck.Demand(check.Type(key) is { Rank: 1 } type && type.Shape[0] == channels, $"has '{key}' of {check.Type(key)}; expected [{channels}]");
        return [check.X];
    }

    private static MilType Oriented(MilType type, bool transposed)
    {
        OperationCheck.Demand(type.Rank >= 2, $"multiplies {type}; expected rank 2 or more");
        return transposed ? type with { Shape = type.Shape.SetItem(type.Rank - 1, type.Shape[^2]).SetItem(type.Rank - 2, type.Shape[^1]) } : type;
    }
}
