namespace RefCnn.CoreML.Validation.Operations;

/// <summary>Types of operations between channels and the plane, and of sampling anew.</summary>
internal static class BlockTypes
{
    /// <summary>Blocks of the plane become channels.</summary>
    /// <param name="check">The operation.</param>
    /// <param name="key">The parameter that is the block's extent.</param>
    public static MilType[] Folded(OperationCheck check, string key)
    {
        MilType x = check.OfRank(4);
        long block = (long)check.Number(key, 0);
        OperationCheck.Demand(block > 1 && x.Shape[2] % block == 0 && x.Shape[3] % block == 0, $"folds {x} by blocks of {block}");
        return [x.With([x.Shape[0], x.Shape[1] * block * block, x.Shape[2] / block, x.Shape[3] / block])];
    }

    /// <summary>Channels become blocks of the plane.</summary>
    /// <param name="check">The operation.</param>
    /// <param name="key">The parameter that is the block's extent.</param>
    public static MilType[] Unfolded(OperationCheck check, string key)
    {
        MilType x = check.OfRank(4);
        long block = (long)check.Number(key, 0);
        OperationCheck.Demand(block > 1 && x.Shape[1] % (block * block) == 0, $"unfolds {x} by blocks of {block}");
        return [x.With([x.Shape[0], x.Shape[1] / (block * block), x.Shape[2] * block, x.Shape[3] * block])];
    }

    /// <summary>Factors of height and width, rounded down.</summary>
    public static MilType[] Scaled(OperationCheck check)
    {
        MilType x = Planes(check);
        long height = (long)Math.Floor(x.Shape[^2] * check.Number("scale_factor_height", 1)), width = (long)Math.Floor(x.Shape[^1] * check.Number("scale_factor_width", 1));
        return [x.With([.. x.Shape.SkipLast(2), height, width])];
    }

    /// <summary>A given height and width.</summary>
    public static MilType[] Resized(OperationCheck check)
    {
        MilType x = Planes(check);
        string mode = check.Text("sampling_mode", "DEFAULT");
        OperationCheck.Demand(mode is "DEFAULT" or "STRICT_ALIGN_CORNERS" or "ALIGN_CORNERS" or "OFFSET_CORNERS" or "UNALIGN_CORNERS", $"samples by '{mode}', which is no mode");
        return [x.With([.. x.Shape.SkipLast(2), (long)check.Number("target_size_height", 1), (long)check.Number("target_size_width", 1)])];
    }

    private static MilType Planes(OperationCheck check)
    {
        OperationCheck.Demand(check.X.Rank >= 3, $"reads x of {check.X}; expected rank 3 or more");
        return check.X;
    }
}
