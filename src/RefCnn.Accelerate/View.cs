using RefCnn.Core;

namespace RefCnn.Accelerate;

/// <summary>
/// A float32 tensor in native memory that something else owns: planar, which is dense and row-major, or blocked. A blocked tensor has rank 4 and keeps
/// a few neighbouring channels (its lanes) of one pixel side by side: [batch][channels / lanes][rows][columns][lanes]. Its rows, blocks and items may
/// have room between them: margins of zeros, or other tensors. Lanes past the last channel hold anything.
/// </summary>
internal readonly unsafe struct View
{
    // Enough to be worth waking a thread, few enough to be shared evenly.
    private const int PlanarRun = 4096;

    /// <summary>A planar tensor.</summary>
    /// <param name="data">Its first value.</param>
    /// <param name="shape">Its extents.</param>
    public View(float* data, Shape shape)
    {
        Data = data;
        Shape = shape;
    }

    /// <summary>A blocked tensor.</summary>
    /// <param name="data">The first pixel.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="lanes">Channels side by side.</param>
    /// <param name="rowStride">Values from one row to the next.</param>
    /// <param name="blockStride">Values from one block of channels to the next.</param>
    /// <param name="itemStride">Values from one batch item to the next.</param>
    public View(float* data, Shape shape, int lanes, nint rowStride, nint blockStride, nint itemStride)
        : this(data, shape) => (Lanes, RowStride, BlockStride, ItemStride) = (lanes, rowStride, blockStride, itemStride);

    /// <summary>The first value.</summary>
    public float* Data { get; }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>Channels side by side; 0 for a planar tensor.</summary>
    public int Lanes { get; }

    /// <summary>Of a blocked tensor, values from one row to the next.</summary>
    public nint RowStride { get; }

    /// <summary>Of a blocked tensor, values from one block of channels to the next.</summary>
    public nint BlockStride { get; }

    /// <summary>Of a blocked tensor, values from one batch item to the next.</summary>
    public nint ItemStride { get; }

    /// <summary>Whether the tensor is blocked.</summary>
    public bool IsBlocked => Lanes > 0;

    /// <summary>The number of values.</summary>
    public int Count => Shape.Count;

    /// <summary>The values of a planar tensor.</summary>
    public Span<float> Span => new(Data, Count);

    /// <summary>Blocks of channels of a blocked tensor.</summary>
    public int Blocks => (Shape.Channels + Lanes - 1) / Lanes;

    /// <summary>How many pieces without a gap a tensor is cut into: the rows of a blocked one, equal parts of a planar one.</summary>
    public int Runs => IsBlocked ? Shape.Batch * Blocks * Shape.Height : (int)(((long)Count + PlanarRun - 1) / PlanarRun);

    /// <summary>Some neighbouring blocks of channels of a blocked tensor.</summary>
    /// <param name="firstBlock">The first block.</param>
    /// <param name="channels">How many channels, from the first of that block on.</param>
    public View Channels(int firstBlock, int channels) =>
        new(Data + (firstBlock * BlockStride), new Shape(Shape.Batch, channels, Shape.Height, Shape.Width), Lanes, RowStride, BlockStride, ItemStride);

    /// <summary>The first value of a row of a blocked tensor.</summary>
    /// <param name="item">The batch item.</param>
    /// <param name="block">The block of channels.</param>
    /// <param name="row">The row.</param>
    public float* At(int item, int block, int row) => Data + (item * ItemStride) + (block * BlockStride) + (row * RowStride);

    /// <summary>The first value of a piece without a gap.</summary>
    /// <param name="run">Which of <see cref="Runs"/>.</param>
    /// <param name="length">How many values it has; in a blocked tensor the unused lanes count.</param>
    public float* Run(int run, out int length)
    {
        if (!IsBlocked)
        {
            length = (int)Math.Min(PlanarRun, Count - ((long)run * PlanarRun));
            return Data + ((long)run * PlanarRun);
        }

        length = Shape.Width * Lanes;
        (int plane, int row) = Math.DivRem(run, Shape.Height);
        (int item, int block) = Math.DivRem(plane, Blocks);
        return At(item, block, row);
    }
}
