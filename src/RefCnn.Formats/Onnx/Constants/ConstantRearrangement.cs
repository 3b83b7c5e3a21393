using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Constants;

/// <summary>Computes rearrangements of values that are known at import.</summary>
internal static class ConstantRearrangement
{
    /// <summary>Whether a kind is computed here, and not left to the engines.</summary>
    /// <param name="layer">The rearrangement.</param>
    public static bool Applies(Layer layer) => layer is Reshape or Flatten or Squeeze or Unsqueeze or Identity or Transpose or Expand or Slice or Tile;

    /// <summary>The rearranged value.</summary>
    /// <param name="layer">A rearrangement that <see cref="Applies"/>.</param>
    /// <param name="value">Its input.</param>
    /// <exception cref="LayerRuleException">A constraint of the layer does not hold.</exception>
    public static ConstantValue Apply(Layer layer, ConstantValue value)
    {
        Shape result = layer.InferShape(value.Shape);
        var strides = value.Shape.Strides();
        return layer switch
        {
            Reshape or Flatten or Squeeze or Unsqueeze or Identity => value.As(result),
            Transpose transpose => value.Pick(result, Indices(result, 0, [.. transpose.Permutation.Select(axis => strides[axis])])),
            Expand => value.Pick(result, Indices(result, 0, Broadcast.Strides(value.Shape, result))),
            Slice slice => value.Pick(result, Indices(
                result,
                Enumerable.Range(0, result.Rank).Sum(axis => slice.Starts[axis] * strides[axis]),
                [.. Enumerable.Range(0, result.Rank).Select(axis => slice.Steps[axis] * strides[axis])])),
            _ => value.Pick(result, TiledIndices(value.Shape, result)),
        };
    }

    /// <summary>Values laid end to end along an axis.</summary>
    /// <param name="values">The values, of one element type.</param>
    /// <param name="axis">The axis, 0 to rank − 1.</param>
    public static ConstantValue Concatenate(IReadOnlyList<ConstantValue> values, int axis)
    {
        Shape result = new Concat(axis).InferShape([.. values.Select(value => value.Shape)]);
        bool integral = values.All(value => value.IsIntegral);
        long[] integers = new long[integral ? result.Count : 0];
        double[] floats = new double[integral ? 0 : result.Count];
        int outer = result.CountBetween(0, axis), position = 0;
        for (int block = 0; block < outer; block++)
        {
            foreach (ConstantValue value in values)
            {
                int length = value.Shape.CountBetween(axis, result.Rank);
                if (integral) Array.Copy(value.ToInt64(), block * length, integers, position, length);
                else Array.Copy(value.ToDouble(), block * length, floats, position, length);
                position += length;
            }
        }

        return integral ? new ConstantValue(result, integers, values[0].Element) : ConstantValue.Rounded(result, floats, values[0].Element);
    }

    /// <summary>For each element of a result, where it lies in a source that is walked with the given strides.</summary>
    /// <param name="result">The result's shape.</param>
    /// <param name="offset">Where its first element lies.</param>
    /// <param name="strides">How far apart neighbours along each axis lie.</param>
    public static int[] Indices(Shape result, int offset, int[] strides)
    {
        int[] indices = new int[result.Count], place = new int[result.Rank];
        int index = offset;
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = index;
            for (int axis = result.Rank - 1; axis >= 0; axis--)
            {
                index += strides[axis];
                if (++place[axis] < result[axis]) break;
                index -= strides[axis] * result[axis];
                place[axis] = 0;
            }
        }

        return indices;
    }

    private static int[] TiledIndices(Shape source, Shape result)
    {
        int[] indices = Indices(result, 0, [.. result.Strides()]);
        var own = source.Strides();
        var strides = result.Strides();
        return Array.ConvertAll(indices, flat =>
        {
            int index = 0;
            for (int axis = 0; axis < result.Rank; axis++) index += flat / strides[axis] % result[axis] % source[axis] * own[axis];
            return index;
        });
    }
}
