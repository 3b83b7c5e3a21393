using System.Runtime.InteropServices;

namespace RefCnn.Accelerate;

/// <summary>Native memory that starts on a cache line.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    /// <summary>Bytes of a cache line, and of the widest vector.</summary>
    public const int Alignment = 64;

    private float* data;

    private AlignedBuffer(long count, int alignment)
    {
        Count = Math.Max(count, 1);
        data = (float*)NativeMemory.AlignedAlloc(Bytes, (nuint)alignment);
    }

    /// <summary>Frees the memory of a buffer that was never disposed.</summary>
    ~AlignedBuffer() => Free();

    /// <summary>How many float32 values it holds.</summary>
    public long Count { get; }

    /// <summary>The first value.</summary>
    public float* Data => data;

    private nuint Bytes => checked((nuint)Count * sizeof(float));

    /// <summary>A buffer that holds anything, and takes no memory before it is touched: on <see cref="LargePages"/> where it fills one.</summary>
    /// <param name="count">How many float32 values it holds.</param>
    public static AlignedBuffer Untouched(long count)
    {
        bool isLarge = count >= LargePages.Size / sizeof(float);
        var buffer = new AlignedBuffer(count, isLarge ? LargePages.Size : Alignment);
        if (isLarge) LargePages.Ask(buffer.Data, buffer.Bytes);
        return buffer;
    }

    /// <summary>A buffer that holds zeros at first: on <see cref="LargePages"/> where it fills one.</summary>
    /// <param name="count">How many float32 values it holds.</param>
    public static AlignedBuffer OfZeros(long count)
    {
        AlignedBuffer buffer = Untouched(count);
        NativeMemory.Clear(buffer.Data, buffer.Bytes);
        return buffer;
    }

    /// <summary>A buffer that holds a copy of values.</summary>
    /// <param name="values">The values.</param>
    public static AlignedBuffer Of(ReadOnlySpan<float> values)
    {
        AlignedBuffer buffer = Untouched(values.Length);
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
