using System.Runtime.InteropServices;

namespace RefCnn.Accelerate;

/// <summary>
/// Native memory for what the steps of a plan read and never change: packed weights. They are cut from a few blocks that lie on <see cref="LargePages"/>, since most would not fill one alone, and all go with the plan. One thread
/// takes at a time.
/// </summary>
/// <param name="expected">How many values the network's parameters have. Packed and transformed they are more, which only moves the end of a block: what of it is never touched takes no memory.</param>
internal sealed unsafe class WeightMemory(long expected) : IDisposable
{
    // In values. A part of more than half a block has a block of its own.
    private const long LargestBlock = (256L << 20) / sizeof(float), SmallestBlock = 1024, Spare = 4, Line = AlignedBuffer.Alignment / sizeof(float);

    private readonly List<AlignedBuffer> blocks = [];
    private readonly long blockCount = Math.Clamp(expected * Spare, SmallestBlock, LargestBlock);
    private float* next;
    private long left;

    /// <summary>Memory that starts on a cache line and holds zeros at first.</summary>
    /// <param name="count">How many values.</param>
    public float* Take(long count)
    {
        long room = Math.Max(1, (count + Line - 1) / Line) * Line;
        float* part = room > blockCount / 2 ? Block(room) : Cut(room);
        NativeMemory.Clear(part, checked((nuint)room * sizeof(float)));
        return part;
    }

    /// <summary>Memory that holds a copy of values.</summary>
    /// <param name="values">The values.</param>
    public float* Take(ReadOnlySpan<float> values)
    {
        float* part = Take(values.Length);
        values.CopyTo(new Span<float>(part, values.Length));
        return part;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedBuffer block in blocks) block.Dispose();
    }

    private float* Cut(long room)
    {
        if (room > left)
        {
            next = Block(blockCount);
            left = blockCount;
        }

        float* part = next;
        next += room;
        left -= room;
        return part;
    }

    private float* Block(long count)
    {
        var block = AlignedBuffer.Untouched(count);
        blocks.Add(block);
        return block.Data;
    }
}
