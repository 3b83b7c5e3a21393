using RefCnn.Core;

namespace RefCnn.Mutants;

/// <summary>What faults do to tensors. Nothing here changes a tensor in place.</summary>
internal static class Damage
{
    /// <summary>A tensor of the same shape with new values.</summary>
    /// <param name="tensor">Gives the shape.</param>
    /// <param name="value">The value at a flat index.</param>
    public static Tensor<float> Remade(this Tensor<float> tensor, Func<int, float> value)
    {
        var result = new Tensor<float>(tensor.Shape);
        for (int i = 0; i < result.Count; i++) result[i] = value(i);
        return result;
    }

    /// <summary>A tensor of the same shape with new values.</summary>
    /// <param name="tensor">Gives the shape.</param>
    /// <param name="value">The value at a place, one number an axis.</param>
    public static Tensor<float> AtPlaces(this Tensor<float> tensor, Func<int[], float> value) => tensor.Remade(i => value(PlaceOf(tensor.Shape, i)));

    /// <summary>The value at a place; 0 outside.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="place">One number an axis.</param>
    public static float At(this Tensor<float> tensor, params int[] place) => FlatOf(tensor.Shape, place) is { } flat ? tensor[flat] : 0;

    /// <summary>The axes in another order; output axis i is axis order[i].</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="order">A permutation.</param>
    public static Tensor<float> Transposed(this Tensor<float> tensor, params int[] order)
    {
        var result = new Tensor<float>(new Shape([.. order.Select(axis => tensor.Shape[axis])]));
        return result.AtPlaces(place =>
        {
            int[] from = new int[place.Length];
            for (int axis = 0; axis < place.Length; axis++) from[order[axis]] = place[axis];
            return tensor.At(from);
        });
    }

    /// <summary>What is read where values lie in another order of axes than the reader believes: the same shape, the values of the transposed tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="order">The order of axes in which its values lie.</param>
    public static Tensor<float> StoredAs(this Tensor<float> tensor, params int[] order) => tensor.Transposed(order).As(tensor.Shape);

    /// <summary>The values laid out to another shape: reinterpreted where there are as many, else cut off and filled up with zeros.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="shape">The shape.</param>
    public static Tensor<float> Fitted(this Tensor<float> tensor, Shape shape)
    {
        if (tensor.Shape == shape) return tensor;
        if (tensor.Count == shape.Count) return tensor.As(shape);
        var result = new Tensor<float>(shape);
        return tensor.Shape.Rank == shape.Rank ? result.AtPlaces(tensor.At) : result.Remade(i => i < tensor.Count ? tensor[i] : 0);
    }

    /// <summary>The place of a flat index.</summary>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="flat">The index.</param>
    public static int[] PlaceOf(Shape shape, int flat)
    {
        int[] place = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--) (flat, place[axis]) = (flat / shape[axis], flat % shape[axis]);
        return place;
    }

    /// <summary>A place with one number changed.</summary>
    /// <param name="place">One number an axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="position">The new number.</param>
    public static int[] With(this int[] place, int axis, int position)
    {
        int[] changed = [.. place];
        changed[axis] = position;
        return changed;
    }

    private static int? FlatOf(Shape shape, int[] place)
    {
        int flat = 0;
        for (int axis = 0; axis < place.Length; axis++)
        {
            if (place[axis] < 0 || place[axis] >= shape[axis]) return null;
            flat = (flat * shape[axis]) + place[axis];
        }

        return flat;
    }
}
