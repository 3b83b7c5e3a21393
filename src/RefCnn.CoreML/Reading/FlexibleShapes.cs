using RefCnn.Core;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Reading;

/// <summary>Multi-arrays that may have several shapes: one of them is taken.</summary>
internal static class FlexibleShapes
{
    /// <summary>The declared shape; else the first of those listed; else the smallest of the ranges. Null where none is declared.</summary>
    /// <param name="array">The multi-array.</param>
    public static Shape? DefaultOf(ArrayFeatureType array)
    {
        long[] extents = array.Shape.Count > 0 ? [.. array.Shape]
            : array.EnumeratedShapes?.Shapes.Count > 0 ? [.. array.EnumeratedShapes.Shapes[0].Shape_]
            : [.. (array.ShapeRange?.SizeRanges ?? []).Select(range => (long)range.LowerBound)];
        return extents.Length == 0 ? null : new Shape([.. extents.Select(extent => checked((int)extent))]);
    }

    /// <summary>Whether several shapes are allowed.</summary>
    /// <param name="array">The multi-array.</param>
    public static bool IsFlexible(ArrayFeatureType array) => array.EnumeratedShapes?.Shapes.Count > 1 || array.ShapeRange is not null;
}
