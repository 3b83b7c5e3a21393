using RefCnn.Core;

namespace RefCnn.Accelerate;

/// <summary>A dense, row-major float32 tensor in native memory that something else owns.</summary>
/// <param name="data">Its first value.</param>
/// <param name="shape">Its extents.</param>
internal readonly unsafe struct View(float* data, Shape shape)
{
    /// <summary>The first value.</summary>
    public float* Data { get; } = data;

    /// <summary>The extents.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>The number of values.</summary>
    public int Count => Shape.Count;

    /// <summary>The values.</summary>
    public Span<float> Span => new(Data, Count);
}
