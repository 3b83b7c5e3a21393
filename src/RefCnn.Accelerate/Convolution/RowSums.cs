using System.Runtime.Intrinsics;
using RefCnn.Accelerate.Kernels;
using RefCnn.Accelerate.Simd;
using RefCnn.Accelerate.Tiles;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Convolution;

/// <summary>The sums over kernel rows and channels behind the output rows that see the same kernel rows; one for each kernel column, output and input column.</summary>
internal sealed unsafe class RowSums
{
    // Columns whose samples the first cache keeps from one panel to the next.
    private const int ColumnsAtOnce = 48;

    private readonly Operands operands;
    private readonly Tiling tiling;
    private readonly float* filters;
    private readonly Segment[] segments;
    private readonly int lineLength, terms, columns, firstColumn;

    // For each output column modulo the stride, where the sums of its kernel columns lie, from the sums of its input column.
    private readonly nint[][] offsets;

    /// <summary>Packs the weights.</summary>
    /// <param name="phases">The phases of these rows.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="weights">One row an output.</param>
    /// <param name="operands">Blocked input, planar output.</param>
    public RowSums(Phase[] phases, Size2D kernel, Weights weights, Operands operands)
    {
        this.operands = operands;
        VectorUnit unit = operands.Engine.Unit;
        View input = operands.Input;
        int outputs = weights.Bias.Length, taps = kernel.Height * kernel.Width, inputs = input.Shape.Channels;

        List<Tap> all = [.. phases.SelectMany(phase => phase.Taps)];
        firstColumn = Math.Min(0, all.Min(tap => tap.X));
        columns = phases.Max(phase => phase.Size.Width) + all.Max(tap => tap.X) - firstColumn;
        List<Tap> rows = [.. phases[0].Taps.GroupBy(tap => tap.Row).Select(row => row.First())];
        terms = rows.Count * inputs;
        tiling = Tiling.Choose(unit, outputs * kernel.Width, Math.Min(columns, ColumnsAtOnce), Math.Max(1, terms));
        lineLength = tiling.TotalVectors * unit.Width;
        offsets = [.. phases.OrderBy(phase => phase.X).Select(phase =>
            phase.Taps.GroupBy(tap => tap.Column).Select(column => (nint)(((column.First().X - firstColumn) * lineLength) + (column.Key * outputs))).ToArray())];

        filters = operands.Memory.Take((long)terms * lineLength);
        var found = new List<Segment>();
        int term = 0;
        float[] folded = weights.Folded();
        for (int channel = 0; channel < inputs; channel += input.Lanes)
        {
            int lanes = Math.Min(input.Lanes, inputs - channel);
            foreach (Tap row in rows)
            {
                found.Add(new Segment((channel / input.Lanes * input.BlockStride) + (row.Y * input.RowStride), lanes));
                for (int lane = 0; lane < lanes; lane++, term++)
                {
                    for (int column = 0; column < kernel.Width; column++)
                    {
                        for (int o = 0; o < outputs; o++)
                            *Filter(term, (column * outputs) + o) = folded[(((o * inputs) + channel + lane) * taps) + (row.Row * kernel.Width) + column];
                    }
                }
            }
        }

        segments = [.. found];
    }

    /// <summary>Values of scratch memory that <see cref="Compute"/> fills.</summary>
    public long ScratchCount => (long)columns * lineLength;

    /// <summary>Computes the sums of a row.</summary>
    /// <param name="item">The batch item.</param>
    /// <param name="line">The row, counted within the phase.</param>
    /// <param name="sums">Where they go: for each input column its kernel columns' outputs.</param>
    public void Compute(int item, int line, float* sums)
    {
        View input = operands.Input;
        float* samples = input.At(item, 0, line) + (firstColumn * input.Lanes);
        fixed (Segment* first = segments)
        {
            var tile = new TileArguments
            {
                RowStrideA = input.Lanes,
                Segments = first,
                SegmentCount = segments.Length,
                RowStrideC = lineLength,
                VectorStrideC = tiling.Unit.Width,
                Slope = 1,
                Minimum = float.NegativeInfinity,
                Maximum = float.PositiveInfinity,
            };
            for (int column = 0; column < columns; column += ColumnsAtOnce)
            {
                for (int panel = 0; panel < tiling.Panels; panel++)
                {
                    int firstSum = panel * tiling.Vectors * tiling.Unit.Width;
                    tile.A = samples + (column * input.Lanes);
                    tile.B = Filter(0, firstSum);
                    tile.C = sums + (column * lineLength) + firstSum;
                    new TileLine(tiling.Unit, Math.Min(ColumnsAtOnce, columns - column), tiling.VectorsOf(panel)).Run(ref tile, isFresh: false);
                }
            }
        }
    }

    /// <summary>Up to four outputs of a pixel.</summary>
    /// <param name="x">The output column.</param>
    /// <param name="sums">What <see cref="Compute"/> wrote, and room for one short vector.</param>
    public Vector128<float> Join(int x, float* sums)
    {
        (int column, int phase) = Math.DivRem(x, offsets.Length);
        float* from = sums + (column * lineLength);
        Vector128<float> sum = Vector128<float>.Zero;
        foreach (nint offset in offsets[phase]) sum += Vector128.Load(from + offset);
        return sum;
    }

    // Panel after panel, in each term after term.
    private float* Filter(int term, int sum)
    {
        (int panel, int inPanel) = Math.DivRem(sum, tiling.Vectors * tiling.Unit.Width);
        return filters + ((long)panel * tiling.Vectors * tiling.Unit.Width * terms) + ((long)term * tiling.VectorsOf(panel) * tiling.Unit.Width) + inPanel;
    }
}
