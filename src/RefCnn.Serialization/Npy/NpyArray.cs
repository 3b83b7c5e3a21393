using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using RefCnn.Core;

namespace RefCnn.Serialization;

/// <summary>An array as a .npy file holds it: an element type, a shape, and the elements' bytes.</summary>
public sealed class NpyArray
{
    private readonly byte[] data;

    /// <summary>Wraps the bytes of an array, without a copy.</summary>
    /// <param name="element">The element type.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="data">The elements, little-endian, in C (row-major) order.</param>
    /// <exception cref="RefCnnException">The number of bytes is not that of the shape's elements.</exception>
    public NpyArray(NpyElement element, Shape shape, byte[] data)
    {
        long expected = (long)shape.Count * element.Size();
        if (data.Length != expected)
            throw new RefCnnException($"{data.Length} bytes for an array of {element} {shape}; expected {expected}");
        Element = element;
        Shape = shape;
        this.data = data;
    }

    /// <summary>The element type.</summary>
    public NpyElement Element { get; }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>Whether the elements are integers or booleans.</summary>
    public bool IsIntegral => Element < NpyElement.Float16;

    /// <summary>The elements' bytes, little-endian, in C order.</summary>
    public ReadOnlySpan<byte> Data => data;

    /// <summary>A tensor's values: float32 where it holds floats, float64 where it holds doubles.</summary>
    /// <param name="tensor">The tensor.</param>
    public static NpyArray Of(Tensor tensor) => tensor is Tensor<float> single
        ? new(NpyElement.Float32, tensor.Shape, MemoryMarshal.AsBytes(single.Span).ToArray())
        : new(NpyElement.Float64, tensor.Shape, MemoryMarshal.AsBytes(tensor.ToDouble().Span).ToArray());

    /// <summary>An array of 32-bit integers.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="values">The values in row-major order.</param>
    public static NpyArray OfInt32(Shape shape, ReadOnlySpan<int> values) =>
        new(NpyElement.Int32, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Integers, as int64.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="values">The values in row-major order; as many as the shape has elements.</param>
    /// <exception cref="RefCnnException">The number of values is not the shape's.</exception>
    public static NpyArray OfInt64(Shape shape, ReadOnlySpan<long> values) =>
        new(NpyElement.Int64, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The values, rounded to float32 where they are wider. Booleans are 0 and 1.</summary>
    public Tensor<float> ToSingle() => new(Shape, Values<float>());

    /// <summary>The values as doubles; exact but for integers beyond 2⁵³, which are rounded. Booleans are 0 and 1.</summary>
    public Tensor<double> ToDouble() => new(Shape, Values<double>());

    /// <summary>The values in row-major order. Booleans are 0 and 1.</summary>
    /// <exception cref="RefCnnException">The elements are not integers, or one is beyond the range of int64.</exception>
    public ImmutableArray<long> ToInt64()
    {
        if (!IsIntegral) throw new RefCnnException($"an array of {Shape} holds {Element}; expected integers");
        if (Element == NpyElement.UInt64)
        {
            foreach (ulong value in Elements<ulong>())
            {
                if (value > long.MaxValue) throw new RefCnnException($"an array of {Shape} holds {value}; expected at most {long.MaxValue}, the largest int64");
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(Values<long>());
    }

    private T[] Values<T>()
        where T : struct, INumberBase<T> => Element switch
        {
            NpyElement.Boolean => Convert<byte, T>(value => value == 0 ? T.Zero : T.One),
            NpyElement.Int8 => Convert<sbyte, T>(T.CreateTruncating),
            NpyElement.Int16 => Convert<short, T>(T.CreateTruncating),
            NpyElement.Int32 => Convert<int, T>(T.CreateTruncating),
            NpyElement.Int64 => Convert<long, T>(T.CreateTruncating),
            NpyElement.UInt8 => Convert<byte, T>(T.CreateTruncating),
            NpyElement.UInt16 => Convert<ushort, T>(T.CreateTruncating),
            NpyElement.UInt32 => Convert<uint, T>(T.CreateTruncating),
            NpyElement.UInt64 => Convert<ulong, T>(T.CreateTruncating),
            NpyElement.Float16 => Convert<Half, T>(T.CreateTruncating),
            NpyElement.Float32 => Convert<float, T>(T.CreateTruncating),
            _ => Convert<double, T>(T.CreateTruncating),
        };

    private TResult[] Convert<TElement, TResult>(Func<TElement, TResult> convert)
        where TElement : struct
    {
        ReadOnlySpan<TElement> elements = Elements<TElement>();
        var result = new TResult[elements.Length];
        for (int i = 0; i < result.Length; i++) result[i] = convert(elements[i]);
        return result;
    }

    // The machine's own byte order is taken to be little-endian, as on every platform that the engines run on.
    private ReadOnlySpan<TElement> Elements<TElement>()
        where TElement : struct => MemoryMarshal.Cast<byte, TElement>(data);
}
