namespace RefCnn.Core;

/// <summary>
/// Multidirectional broadcasting as NumPy and ONNX define it: shapes are aligned at their last axes, and an extent of 1 stretches.
/// </summary>
public static class Broadcast
{
    /// <summary>The shape that two shapes broadcast to, or null where an axis has two different extents, neither of them 1.</summary>
    /// <param name="left">One operand's shape.</param>
    /// <param name="right">The other's.</param>
    public static Shape? Combine(Shape left, Shape right)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        int[] extents = new int[rank];
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++)
        {
            int a = fromEnd <= left.Rank ? left[^fromEnd] : 1;
            int b = fromEnd <= right.Rank ? right[^fromEnd] : 1;
            if (a != b && a != 1 && b != 1) return null;
            extents[rank - fromEnd] = a == 1 ? b : a;
        }

        return new Shape(extents);
    }

    /// <summary>
    /// For each axis of <paramref name="target"/>, how far apart neighbours lie in an operand of shape <paramref name="source"/>:
    /// its stride, or 0 where it stretches.
    /// </summary>
    /// <param name="source">The operand's shape, which broadcasts to <paramref name="target"/>.</param>
    /// <param name="target">The result's shape.</param>
    public static int[] Strides(Shape source, Shape target)
    {
        var own = source.Strides();
        int[] strides = new int[target.Rank];
        for (int fromEnd = 1; fromEnd <= source.Rank; fromEnd++)
            strides[^fromEnd] = source[^fromEnd] == 1 ? 0 : own[^fromEnd];
        return strides;
    }
}
