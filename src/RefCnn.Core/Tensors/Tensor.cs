using System.Numerics;

namespace RefCnn.Core;

/// <summary>A dense, row-major array of numbers whose element type is the engine's own choice.</summary>
public abstract class Tensor
{
    private protected Tensor(Shape shape) => Shape = shape;

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>The number of values.</summary>
    public int Count => Shape.Count;

    /// <summary>The values as doubles, which every element type converts to exactly; this tensor itself where it holds doubles.</summary>
    public abstract Tensor<double> ToDouble();

    /// <summary>The values rounded to float32; this tensor itself where it holds float32.</summary>
    public abstract Tensor<float> ToSingle();
}

/// <summary>A dense, row-major array of numbers. Data and indexers only: arithmetic belongs to the engines.</summary>
/// <typeparam name="T">The element type: <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Tensor<T> : Tensor
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] values;

    // The extents of an NCHW tensor as fields: the reference kernels spend most of their time in the four-index accessor.
    private readonly int channels, height, width;

    /// <summary>Makes a tensor of zeros.</summary>
    /// <param name="shape">The extents.</param>
    public Tensor(Shape shape)
        : this(shape, new T[shape.Count])
    {
    }

    /// <summary>Wraps an array as a tensor, without a copy.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="values">The values in row-major order; as many as the shape has elements.</param>
    /// <exception cref="RefCnnException">The number of values is not the shape's.</exception>
    public Tensor(Shape shape, T[] values)
        : base(shape)
    {
        if (values.Length != shape.Count)
            throw new RefCnnException($"{values.Length} values for a tensor of {shape}; expected {shape.Count}");
        this.values = values;
        if (shape.Rank == 4) (channels, height, width) = (shape.Channels, shape.Height, shape.Width);
    }

    /// <summary>The values in row-major order.</summary>
    public Span<T> Span => values;

    /// <summary>The values in row-major order, for code that captures them.</summary>
    public T[] Values => values;

    /// <summary>The value at a flat, row-major index.</summary>
    public ref T this[int index] => ref values[index];

    /// <summary>The value at row and column of a rank-2 tensor.</summary>
    public ref T this[int row, int column] => ref values[(row * Shape[1]) + column];

    /// <summary>The value at batch item, channel, row and column of a rank-4 (NCHW) tensor. Only the flat index is range-checked.</summary>
    public ref T this[int n, int c, int y, int x] =>
        ref values[(((((n * channels) + c) * height) + y) * width) + x];

    /// <summary>The same values under another shape, sharing memory.</summary>
    /// <param name="shape">A shape with as many elements.</param>
    public Tensor<T> As(Shape shape) => new(shape, values);

    /// <inheritdoc/>
    public override Tensor<double> ToDouble()
    {
        if (this is Tensor<double> same) return same;
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = double.CreateTruncating(values[i]);
        return new Tensor<double>(Shape, result);
    }

    /// <inheritdoc/>
    public override Tensor<float> ToSingle() => this as Tensor<float> ?? Map(float.CreateTruncating);

    /// <summary>A new tensor of the same shape with a function applied to every value.</summary>
    /// <param name="function">The function.</param>
    /// <typeparam name="TResult">The element type of the result.</typeparam>
    public Tensor<TResult> Map<TResult>(Func<T, TResult> function)
        where TResult : unmanaged, IBinaryFloatingPointIeee754<TResult>
    {
        var result = new TResult[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = function(values[i]);
        return new Tensor<TResult>(Shape, result);
    }

    /// <summary>The element type and the extents, for debuggers and messages.</summary>
    public override string ToString() => $"{typeof(T).Name} {Shape}";
}
