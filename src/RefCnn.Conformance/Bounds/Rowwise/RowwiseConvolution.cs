using RefCnn.Conformance.Bounds.Winograd;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Bounds.Rowwise;

/// <summary>
/// A convolution, plain or transposed, by rows of outputs. Samples are copied with their padding, those of a row that are equal modulo the stride together, so that neighbouring
/// outputs read neighbouring samples.
/// </summary>
internal sealed class RowwiseConvolution
{
    private readonly Tensor<double> input, weight, output;
    private readonly Tensor<double>? bias;
    private readonly EquivalentAxis rows, columns;
    private readonly bool transposed;
    private readonly int groups, height, width;
    private readonly double[] samples;

    /// <summary>Copies the samples.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">Its operands.</param>
    /// <param name="output">Where its outputs go.</param>
    public RowwiseConvolution(Layer layer, Operands operands, Tensor<double> output)
    {
        (input, weight, bias, this.output) = (operands.Input, operands.Parameters[0]!, operands.Parameters[1], output);
        transposed = layer is ConvTranspose2D;
        (Window2D window, groups) = layer is ConvTranspose2D other ? (other.Window, other.Groups) : (((Conv2D)layer).Window, ((Conv2D)layer).Groups);
        rows = Axis(window.Kernel.Height, window.Stride.Height, window.Dilation.Height, window.Padding.Top, output.Shape.Height);
        columns = Axis(window.Kernel.Width, window.Stride.Width, window.Dilation.Width, window.Padding.Left, output.Shape.Width);
        (height, width) = (Reach(rows), Reach(columns));
        samples = new double[(input.Shape.Batch * input.Shape.Channels * rows.Sources.Length * height * RowLength) + RowProducts.Places];
    }

    private int RowLength => columns.Sources.Length * width;

    private int PlaneLength => rows.Sources.Length * height * RowLength;

    /// <summary>Computes the outputs.</summary>
    /// <param name="parallel">How many channels may be computed side by side.</param>
    public void Run(ParallelOptions parallel)
    {
        Parallel.For(0, input.Shape.Batch * input.Shape.Channels, parallel, CopyPlane);
        int outputsPerGroup = output.Shape.Channels / groups, blocks = (outputsPerGroup + RowProducts.Filters - 1) / RowProducts.Filters;
        Parallel.For(0, groups * blocks, parallel, index =>
        {
            (int group, int block) = Math.DivRem(index, blocks);
            int first = (group * outputsPerGroup) + (block * RowProducts.Filters), end = Math.Min(first + RowProducts.Filters, (group + 1) * outputsPerGroup);
            for (int row = 0; row < rows.Targets; row++)
            {
                for (int column = 0; column < columns.Targets; column++) Compute(group, first, end, row, column);
            }
        });
    }

    // The reference adds a convolution's taps in ascending order, a transposed convolution's samples: its taps descend.
    private EquivalentTap[] Taps(EquivalentAxis axis, int target)
    {
        EquivalentTap[] taps = [.. axis.Taps.Where(tap => tap.Target == target)];
        if (transposed) Array.Reverse(taps);
        return taps;
    }

    private void Compute(int group, int first, int end, int targetRow, int targetColumn)
    {
        int channels = input.Shape.Channels / groups;
        (EquivalentTap Row, EquivalentTap Column)[] taps = [.. from row in Taps(rows, targetRow) from column in Taps(columns, targetColumn) select (row, column)];
        int[] offsets = new int[channels * taps.Length];
        double[] filters = new double[offsets.Length * RowProducts.Filters];
        for (int i = 0, k = 0; i < channels; i++)
        {
            foreach ((EquivalentTap row, EquivalentTap column) in taps)
            {
                offsets[k] = (((group * channels) + i) * PlaneLength) + (((rows.Sources.IndexOf(row.Source) * height) + row.Place - rows.First) * RowLength)
                    + (columns.Sources.IndexOf(column.Source) * width) + column.Place - columns.First;
                for (int o = first; o < end; o++)
                {
                    filters[(k * RowProducts.Filters) + o - first] = transposed
                        ? weight[(group * channels) + i, o % (output.Shape.Channels / groups), row.Kernel, column.Kernel]
                        : weight[o, i, row.Kernel, column.Kernel];
                }

                k++;
            }
        }

        double[] sums = new double[RowProducts.Filters * RowProducts.Places];
        for (int n = 0; n < output.Shape.Batch; n++)
        {
            for (int y = targetRow, number = 0; y < output.Shape.Height; y += rows.OutputStride, number++)
            {
                int start = (n * input.Shape.Channels * PlaneLength) + (number * RowLength);
                for (int x = targetColumn; x < output.Shape.Width; x += RowProducts.Places * columns.OutputStride, start += RowProducts.Places)
                {
                    RowProducts.Sum(samples.AsSpan(start), offsets, filters, sums);
                    Write(sums, n, first, end, y, x);
                }
            }
        }
    }

    private void Write(double[] sums, int n, int first, int end, int y, int x)
    {
        for (int o = first; o < end; o++)
        {
            double add = bias?[o] ?? 0;
            for (int place = 0, at = x; place < RowProducts.Places && at < output.Shape.Width; place++, at += columns.OutputStride)
                output[n, o, y, at] = add + sums[((o - first) * RowProducts.Places) + place];
        }
    }

    private void CopyPlane(int plane)
    {
        (int n, int c) = Math.DivRem(plane, input.Shape.Channels);
        Span<double> to = samples.AsSpan(plane * PlaneLength, PlaneLength);
        for (int row = 0, at = 0; row < rows.Sources.Length; row++)
        {
            for (int i = 0; i < height; i++)
            {
                int y = rows.Sample(rows.Sources[row], i);
                for (int column = 0; column < columns.Sources.Length; column++)
                {
                    for (int j = 0; j < width; j++, at++)
                    {
                        int x = columns.Sample(columns.Sources[column], j);
                        if (y >= 0 && y < input.Shape.Height && x >= 0 && x < input.Shape.Width) to[at] = input[n, c, y, x];
                    }
                }
            }
        }
    }

    private EquivalentAxis Axis(int kernel, int stride, int dilation, int padding, int outputs) =>
        transposed ? EquivalentAxis.OfTransposed(kernel, stride, dilation, padding, outputs) : EquivalentAxis.OfConvolution(kernel, stride, dilation, padding, outputs);

    // How many samples of a source are read: one for each output, and those up to the last tap's place.
    private static int Reach(EquivalentAxis axis) => axis.Extent + axis.Taps.Select(tap => tap.Place).DefaultIfEmpty().Max() - axis.First;
}
