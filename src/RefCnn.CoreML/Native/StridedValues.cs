using System.Numerics;
using RefCnn.Core;

namespace RefCnn.CoreML.Native;

/// <summary>Numbers in memory that has gaps.</summary>
internal static unsafe class StridedValues
{
    /// <summary>A dense copy in row-major order.</summary>
    /// <param name="data">Where the first number is.</param>
    /// <param name="shape">The extents; none empty.</param>
    /// <param name="strides">How far apart neighbours along each axis are, in numbers.</param>
    /// <param name="result">The shape of the copy, with as many numbers.</param>
    public static Tensor<TTarget> Copy<TSource, TTarget>(TSource* data, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, Shape result)
        where TSource : unmanaged, INumberBase<TSource>
        where TTarget : unmanaged, IBinaryFloatingPointIeee754<TTarget>
    {
        var copy = new Tensor<TTarget>(result);
        Span<TTarget> rest = copy.Span;
        CopyAxes(data, shape, strides, ref rest);
        return copy;
    }

    private static void CopyAxes<TSource, TTarget>(TSource* data, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, ref Span<TTarget> rest)
        where TSource : unmanaged, INumberBase<TSource>
        where TTarget : unmanaged, IBinaryFloatingPointIeee754<TTarget>
    {
        if (shape.Length > 1)
        {
            for (long i = 0; i < shape[0]; i++) CopyAxes(data + (i * strides[0]), shape[1..], strides[1..], ref rest);
            return;
        }

        int count = shape.IsEmpty ? 1 : (int)shape[0];
        long stride = shape.IsEmpty ? 0 : strides[0];
        for (int i = 0; i < count; i++) rest[i] = TTarget.CreateTruncating(data[i * stride]);
        rest = rest[count..];
    }
}
