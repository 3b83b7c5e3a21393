using System.Runtime.InteropServices;

namespace RefCnn.Accelerate;

/// <summary>Native memory that starts on a cache line and holds zeros at first.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    /// <summary>Bytes of a cache line, and of the widest vector.</summary>
    public const int Alignment = 64;

    private float* data;

    /// <summary>Allocates.</summary>
    /// <param name="count">How many float32 values it holds.</param>
    public AlignedBuffer(long count)
        : this(count, Alignment)
    {
    }

    private AlignedBuffer(long count, int alignment)
    {
        Count = Math.Max(count, 1);
        nuint bytes = checked((nuint)Count * sizeof(float));
        data = (float*)NativeMemory.AlignedAlloc(bytes, (nuint)alignment);
        if (alignment == LargePages.Size) LargePages.Ask(data, bytes);
        NativeMemory.Clear(data, bytes);
    }

    /// <summary>Frees the memory of a buffer that was never disposed.</summary>
    ~AlignedBuffer() => Free();

    /// <summary>How many float32 values it holds.</summary>
    public long Count { get; }

    /// <summary>The first value.</summary>
    public float* Data => data;

    /// <summary>A buffer for what is written and read again and again: on <see cref="LargePages"/> where it fills one.</summary>
    /// <param name="count">How many float32 values it holds.</param>
    public static AlignedBuffer OnLargePages(long count) => new(count, count >= LargePages.Size / sizeof(float) ? LargePages.Size : Alignment);

    /// <summary>A buffer that holds a copy of values.</summary>
    /// <param name="values">The values.</param>
    public static AlignedBuffer Of(ReadOnlySpan<float> values)
    {
        var buffer = new AlignedBuffer(values.Length);
        values.CopyTo(new Span<float>(buffer.Data, values.Length));
        return buffer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(data);
        data = null;
    }
}
