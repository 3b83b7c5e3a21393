using RefCnn.Core;

namespace RefCnn.Formats;

/// <summary>Stored weights in another order of axes.</summary>
internal static class Rearranged
{
    /// <summary>A tensor whose axis i is axis axes[i] of another.</summary>
    /// <param name="tensor">The other.</param>
    /// <param name="axes">Every axis of it once.</param>
    public static Tensor<float> Axes(Tensor<float> tensor, params ReadOnlySpan<int> axes)
    {
        int[] extents = new int[axes.Length], steps = new int[axes.Length], index = new int[axes.Length];
        var strides = tensor.Shape.Strides();
        for (int axis = 0; axis < axes.Length; axis++) (extents[axis], steps[axis]) = (tensor.Shape[axes[axis]], strides[axes[axis]]);
        var result = new Tensor<float>(new Shape(extents));
        for (int to = 0; to < result.Count; to++)
        {
            int from = 0;
            for (int axis = 0; axis < index.Length; axis++) from += index[axis] * steps[axis];
            result[to] = tensor[from];
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == extents[axis]; axis--) index[axis] = 0;
        }

        return result;
    }
}
