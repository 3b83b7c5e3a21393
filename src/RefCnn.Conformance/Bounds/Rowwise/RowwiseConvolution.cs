using System.Buffers;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Bounds.Rowwise;

/// <summary>
/// A convolution, plain or transposed, by rows of outputs. Samples are copied with their padding, those of a row that are equal modulo the stride together, so that neighbouring
/// outputs read neighbouring samples; a row of all channels lies together, so that the samples of an output are in few pages of memory.
/// </summary>
internal sealed class RowwiseConvolution
{
    private readonly Tensor<double> input, weight, output;
    private readonly Tensor<double>? bias;
    private readonly RowwiseAxis rows, columns;
    private readonly Size2D kernel;
    private readonly bool transposed;
    private readonly int groups, channels, outputsPerGroup;
    private double[] samples = [];

    /// <summary>Takes up a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">Its operands.</param>
    /// <param name="output">Where its outputs go.</param>
    public RowwiseConvolution(Layer layer, Operands operands, Tensor<double> output)
    {
        (input, weight, bias, this.output) = (operands.Input, operands.Parameters[0]!, operands.Parameters[1], output);
        transposed = layer is ConvTranspose2D;
        (Window2D window, groups) = layer is ConvTranspose2D other ? (other.Window, other.Groups) : (((Conv2D)layer).Window, ((Conv2D)layer).Groups);
        (kernel, channels, outputsPerGroup) = (window.Kernel, input.Shape.Channels / groups, output.Shape.Channels / groups);
        rows = Axis(window.Kernel.Height, window.Stride.Height, window.Dilation.Height, window.Padding.Top, output.Shape.Height);
        columns = Axis(window.Kernel.Width, window.Stride.Width, window.Dilation.Width, window.Padding.Left, output.Shape.Width);
    }

    private int AllRowsLength => input.Shape.Channels * columns.Length;

    private int ItemLength => rows.Length * AllRowsLength;

    /// <summary>Computes the outputs.</summary>
    /// <param name="parallel">How many channels may be computed side by side.</param>
    public void Run(ParallelOptions parallel)
    {
        samples = ArrayPool<double>.Shared.Rent((input.Shape.Batch * ItemLength) + RowProducts.Places);
        Parallel.For(0, input.Shape.Batch * input.Shape.Channels, parallel, CopyPlane);
        Target[] targets = [.. from row in Enumerable.Range(0, rows.Targets) from column in Enumerable.Range(0, columns.Targets) select TargetOf(row, column)];
        int blocks = (outputsPerGroup + RowProducts.Filters - 1) / RowProducts.Filters;
        Parallel.For(0, groups * blocks, parallel, index =>
        {
            (int group, int block) = Math.DivRem(index, blocks);
            int first = block * RowProducts.Filters, count = Math.Min(RowProducts.Filters, outputsPerGroup - first);
            foreach (Target target in targets) Compute(target, group, first, count);
        });
        ArrayPool<double>.Shared.Return(samples);
    }

    private Target TargetOf(int row, int column)
    {
        ((int Kernel, int Sample) Row, (int Kernel, int Sample) Column)[] taps = [.. from ofRow in rows.TapsOf(row) from ofColumn in columns.TapsOf(column) select (ofRow, ofColumn)];
        var target = new Target(row, column, new int[channels * taps.Length], new int[channels * taps.Length]);
        for (int i = 0, k = 0; i < channels; i++)
        {
            foreach (((int Kernel, int Sample) ofRow, (int Kernel, int Sample) ofColumn) in taps)
            {
                target.Samples[k] = (ofRow.Sample * AllRowsLength) + (i * columns.Length) + ofColumn.Sample;
                target.Weights[k++] = ((((transposed ? i * outputsPerGroup : i) * kernel.Height) + ofRow.Kernel) * kernel.Width) + ofColumn.Kernel;
            }
        }

        return target;
    }

    private void Compute(Target target, int group, int first, int count)
    {
        double[] filters = FiltersOf(target, group, first, count), sums = new double[RowProducts.Filters * RowProducts.Places];
        for (int n = 0; n < output.Shape.Batch; n++)
        {
            for (int y = target.Row, number = 0; y < output.Shape.Height; y += rows.OutputStride, number++)
            {
                int start = (n * ItemLength) + (number * AllRowsLength) + (group * channels * columns.Length);
                for (int x = target.Column; x < output.Shape.Width; x += RowProducts.Places * columns.OutputStride, start += RowProducts.Places)
                {
                    RowProducts.Sum(target.Samples.Length > 0 ? samples.AsSpan(start) : [], target.Samples, filters, sums);
                    for (int o = 0; o < count; o++) Write(sums.AsSpan(o * RowProducts.Places, RowProducts.Places), n, (group * outputsPerGroup) + first + o, y, x);
                }
            }
        }
    }

    // [terms, filters]: those that are computed at once, beside each other. A convolution's weights are [outputs, channels, …], a transposed convolution's [channels, outputs, …].
    private double[] FiltersOf(Target target, int group, int first, int count)
    {
        int area = kernel.Height * kernel.Width, stride = transposed ? area : channels * area;
        int start = (transposed ? (group * channels * outputsPerGroup) + first : ((group * outputsPerGroup) + first) * channels) * area;
        double[] filters = new double[target.Weights.Length * RowProducts.Filters];
        for (int o = 0; o < count; o++)
        {
            ReadOnlySpan<double> from = weight.Span[(start + (o * stride))..];
            for (int k = 0; k < target.Weights.Length; k++) filters[(k * RowProducts.Filters) + o] = from[target.Weights[k]];
        }

        return filters;
    }

    private void Write(ReadOnlySpan<double> sums, int n, int o, int y, int x)
    {
        double add = bias?[o] ?? 0;
        Span<double> row = output.Span.Slice(((((n * output.Shape.Channels) + o) * output.Shape.Height) + y) * output.Shape.Width, output.Shape.Width);
        for (int place = 0, at = x; place < sums.Length && at < row.Length; place++, at += columns.OutputStride) row[at] = add + sums[place];
    }

    private void CopyPlane(int plane)
    {
        (int n, int c) = Math.DivRem(plane, input.Shape.Channels);
        for (int row = 0; row < rows.Length; row++)
        {
            Span<double> to = samples.AsSpan((n * ItemLength) + (row * AllRowsLength) + (c * columns.Length), columns.Length);
            int y = rows.Sample(row);
            if (y >= 0 && y < input.Shape.Height) columns.Copy(input.Span.Slice(((plane * input.Shape.Height) + y) * input.Shape.Width, input.Shape.Width), to);
            else to.Clear();
        }
    }

    private RowwiseAxis Axis(int kernel, int stride, int dilation, int padding, int outputs) =>
        transposed ? RowwiseAxis.OfTransposed(kernel, stride, dilation, padding, outputs) : RowwiseAxis.OfConvolution(kernel, stride, dilation, padding, outputs);

    // The outputs of one target: where the first reads the samples of each term, and where the terms' weights are.
    private sealed record Target(int Row, int Column, int[] Samples, int[] Weights);
}
