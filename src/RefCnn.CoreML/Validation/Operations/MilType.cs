using System.Collections.Immutable;
using RefCnn.CoreML.Schema.Mil;

namespace RefCnn.CoreML.Validation.Operations;

/// <summary>The type of a tensor in a program.</summary>
/// <param name="Element">The element type.</param>
/// <param name="Shape">The extents; none for a scalar.</param>
internal sealed record MilType(DataType Element, ImmutableArray<long> Shape)
{
    /// <summary>The number of dimensions.</summary>
    public int Rank => Shape.Length;

    /// <summary>The number of values.</summary>
    public long Count => Shape.Aggregate(1L, (product, extent) => product * extent);

    /// <summary>Whether values are floating-point numbers.</summary>
    public bool IsFloat => Element is DataType.Float16 or DataType.Float32 or DataType.Float64;

    /// <summary>Reads a declared type; null where it is no tensor, or has an extent that is not fixed.</summary>
    /// <param name="type">As declared.</param>
    public static MilType? Of(Schema.Mil.ValueType? type)
    {
        if (type?.TensorType is not { } tensor || tensor.Dimensions.Any(dimension => dimension.Constant is null)) return null;
        return new MilType(tensor.DataType, [.. tensor.Dimensions.Select(dimension => (long)dimension.Constant.Size)]);
    }

    /// <summary>A type of the same elements and another shape.</summary>
    /// <param name="shape">The shape.</param>
    public MilType With(params IEnumerable<long> shape) => this with { Shape = [.. shape] };

    /// <summary>A type of the same elements and one other extent.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="extent">Its extent.</param>
    public MilType With(int axis, long extent) => this with { Shape = Shape.SetItem(axis, extent) };

    /// <summary>Whether the types are the same.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(MilType? other) => other is not null && Element == other.Element && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Element, Rank, Count);

    /// <summary>The type as messages write it.</summary>
    public override string ToString() => $"{Element} [{string.Join(", ", Shape)}]";
}
