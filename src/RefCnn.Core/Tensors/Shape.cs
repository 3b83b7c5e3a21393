using System.Collections.Immutable;

namespace RefCnn.Core;

/// <summary>
/// The extents of a dense tensor, outermost first: none (a scalar) to <see cref="MaximumRank"/>.
/// By convention rank 4 is NCHW: batch, channels, height, width. Extents may be zero.
/// </summary>
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The largest number of dimensions.</summary>
    public const int MaximumRank = 6;

    private readonly int[]? extents;
    private readonly int count;

    /// <summary>Makes a shape of the given extents.</summary>
    /// <param name="extents">Extents, outermost first; each zero or more.</param>
    /// <exception cref="RefCnnException">More than <see cref="MaximumRank"/> dimensions, a negative extent, or more elements than <see cref="Limits.Elements"/>.</exception>
    public Shape(params ReadOnlySpan<int> extents)
    {
        if (extents.Length > MaximumRank)
            throw new RefCnnException($"a shape has {extents.Length} dimensions; at most {MaximumRank} are supported");
        count = CountElements(extents);
        this.extents = extents.ToArray();
    }

    /// <summary>The shape of a single value: no dimensions.</summary>
    public static Shape Scalar => default;

    /// <summary>The number of dimensions.</summary>
    public int Rank => extents?.Length ?? 0;

    /// <summary>The number of elements: the product of the extents, 1 for a scalar.</summary>
    public int Count => extents is null ? 1 : count;

    /// <summary>The first extent (N) of an NCHW shape.</summary>
    public int Batch => this[0];

    /// <summary>The second extent (C) of an NCHW shape.</summary>
    public int Channels => this[1];

    /// <summary>The third extent (H) of an NCHW shape.</summary>
    public int Height => this[2];

    /// <summary>The fourth extent (W) of an NCHW shape.</summary>
    public int Width => this[3];

    /// <summary>The extents, outermost first.</summary>
    public ReadOnlySpan<int> Extents => extents;

    /// <summary>The extent along one axis.</summary>
    /// <param name="axis">0 to <see cref="Rank"/> − 1.</param>
    public int this[int axis] => Extents[axis];

    /// <summary>The extent along one axis, counted from either end.</summary>
    /// <param name="axis">E.g. <c>^1</c> for the last.</param>
    public int this[Index axis] => Extents[axis];

    /// <summary>Whether two shapes have equal extents.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>A copy with one extent changed.</summary>
    /// <param name="axis">0 to <see cref="Rank"/> − 1.</param>
    /// <param name="extent">The new extent.</param>
    public Shape With(int axis, int extent)
    {
        int[] changed = Extents.ToArray();
        changed[axis] = extent;
        return new Shape(changed);
    }

    /// <summary>Row-major strides in elements: how far apart neighbours along each axis lie.</summary>
    public ImmutableArray<int> Strides()
    {
        int[] strides = new int[Rank];
        int stride = 1;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= this[axis];
        }

        return ImmutableArray.Create(strides);
    }

    /// <summary>The product of the extents from <paramref name="start"/> up to but not including <paramref name="end"/>.</summary>
    /// <param name="start">The first axis.</param>
    /// <param name="end">One past the last axis.</param>
    public int CountBetween(int start, int end)
    {
        int count = 1;
        for (int axis = start; axis < end; axis++) count *= this[axis];
        return count;
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => Extents.SequenceEqual(other.Extents);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (int extent in Extents) hash.Add(extent);
        return hash.ToHashCode();
    }

    /// <summary>The extents joined by ×, e.g. <c>1×3×224×224</c>; <c>scalar</c> where there are none.</summary>
    public override string ToString() => Rank == 0 ? "scalar" : string.Join('×', extents!);

    // The only place where element counts are made: nothing downstream can overflow.
    private static int CountElements(ReadOnlySpan<int> extents)
    {
        long count = 1, limit = Limits.Current.Elements;
        bool empty = false;
        foreach (int extent in extents)
        {
            if (extent < 0)
                throw new RefCnnException($"a shape {string.Join('×', extents.ToArray())} has a negative extent; each must be zero or more");
            empty |= extent == 0;
            count *= Math.Max(extent, 1);
            if (count > limit)
                throw new RefCnnException($"a shape {string.Join('×', extents.ToArray())} has more than {limit} elements (--limit elements=N sets another limit)");
        }

        return empty ? 0 : (int)count;
    }
}
