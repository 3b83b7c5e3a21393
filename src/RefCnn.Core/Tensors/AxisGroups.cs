namespace RefCnn.Core;

/// <summary>The elements of a tensor in groups: those that differ only in their places along given axes belong together.</summary>
public static class AxisGroups
{
    /// <summary>For each element, the number of its group; groups are numbered in row-major order of the remaining axes.</summary>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="axes">The axes that a group spans.</param>
    public static int[] Of(Shape shape, params ReadOnlySpan<int> axes)
    {
        Shape groups = shape;
        foreach (int axis in axes) groups = groups.With(axis, 1);
        var own = shape.Strides();
        int[] strides = Broadcast.Strides(groups, shape);
        int[] result = new int[shape.Count];
        for (int i = 0; i < result.Length; i++)
        {
            for (int axis = 0; axis < shape.Rank; axis++) result[i] += i / own[axis] % shape[axis] * strides[axis];
        }

        return result;
    }
}
