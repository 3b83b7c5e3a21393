using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance.Bounds.Winograd;

/// <summary>
/// One target of a convolution, plain or transposed, in one of its groups, as a convolution by small filters with stride 1: samples whose row and column are equal modulo the stride of a convolution are a picture of their own,
/// a source, so are the parts of a larger kernel, and the sources' channels are stacked. Outputs equal modulo the stride of a transposed convolution are a target. Taps that a filter does not have are zeros.
/// </summary>
/// <param name="Rows">The rows.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Transforms">How it is computed.</param>
/// <param name="Group">The group.</param>
/// <param name="Inputs">The group's input channels.</param>
/// <param name="Outputs">The group's output channels.</param>
internal sealed record EquivalentConvolution(EquivalentAxis Rows, EquivalentAxis Columns, WinogradTransforms Transforms, int Group, int Inputs, int Outputs)
{
    /// <summary>How many more rows and columns of samples there are than of outputs.</summary>
    public int Around => Transforms.Taps - 1;

    /// <summary>Stacked input channels.</summary>
    public int StackedInputs => Rows.Sources.Length * Columns.Sources.Length * Inputs;

    private int FirstInput => Group * Inputs;

    private int FirstOutput => Group * Outputs;

    // The plain sum's products of a tile, and the tile's own, for a pair of channels.
    private int PlainProducts => Rows.Taps.Length * Columns.Taps.Length * Transforms.Outputs * Transforms.Outputs;

    private int Products => Rows.Sources.Length * Columns.Sources.Length * Transforms.Products;

    /// <summary>The equivalents of a layer's targets; none where they would not save products, or sums are not formed so.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="output">Its output's shape.</param>
    /// <param name="sums">How sums of products are formed.</param>
    public static ImmutableArray<EquivalentConvolution> Of(Layer layer, Shape output, SumAlgorithm sums)
    {
        if (WinogradTransforms.Of(sums) is not { } transforms) return [];
        ImmutableArray<EquivalentConvolution> equivalents = layer switch
        {
            Conv2D plain => Of(plain.Window, KernelAxis.OfConvolution, transforms, output, plain.Groups, plain.InputsPerGroup),
            ConvTranspose2D transposed => Of(transposed.Window, KernelAxis.OfTransposed, transforms, output, transposed.Groups, transposed.Weight.Shape[0] / transposed.Groups),
            _ => [],
        };
        bool saves = equivalents.Sum(equivalent => equivalent.PlainProducts) > equivalents.Sum(equivalent => equivalent.Products);
        return saves && equivalents.All(equivalent => equivalent.StackedInputs > 0) ? equivalents : [];
    }

    /// <summary>The stacked filters: [outputs, stacked inputs, taps, taps].</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weight">Its weight.</param>
    public Tensor<double> Filters(Layer layer, Tensor<double> weight)
    {
        var filters = new Tensor<double>(new Shape(Outputs, StackedInputs, Transforms.Taps, Transforms.Taps));
        foreach ((EquivalentTap row, EquivalentTap column) in from row in Rows.Taps from column in Columns.Taps select (row, column))
        {
            int stacked = ((Rows.Sources.IndexOf(row.Source) * Columns.Sources.Length) + Columns.Sources.IndexOf(column.Source)) * Inputs;
            for (int o = 0; o < Outputs; o++)
            {
                for (int c = 0; c < Inputs; c++)
                {
                    filters[o, stacked + c, row.Place, column.Place] =
                        layer is ConvTranspose2D ? weight[FirstInput + c, o, row.Kernel, column.Kernel] : weight[FirstOutput + o, c, row.Kernel, column.Kernel];
                }
            }
        }

        return filters;
    }

    /// <summary>The stacked sources, with zeros for padding: [batch, stacked inputs, rows, columns], as many as whole tiles read.</summary>
    /// <param name="input">The layer's input.</param>
    public Tensor<double> Samples(Tensor<double> input)
    {
        var samples = new Tensor<double>(new Shape(input.Shape.Batch, StackedInputs, Tiled(Rows.Extent) + Around, Tiled(Columns.Extent) + Around));
        Parallel.For(0, input.Shape.Batch * StackedInputs, plane =>
        {
            (int n, int stacked) = Math.DivRem(plane, StackedInputs);
            (int source, int c) = Math.DivRem(stacked, Inputs);
            (int row, int column) = Math.DivRem(source, Columns.Sources.Length);
            for (int i = 0; i < samples.Shape.Height; i++)
            {
                int y = Rows.Sample(Rows.Sources[row], i);
                if (y < 0 || y >= input.Shape.Height) continue;
                for (int j = 0; j < samples.Shape.Width; j++)
                {
                    int x = Columns.Sample(Columns.Sources[column], j);
                    if (x >= 0 && x < input.Shape.Width) samples[n, stacked, i, j] = input[n, FirstInput + c, y, x];
                }
            }
        });
        return samples;
    }

    /// <summary>Writes the target's outputs to where the layer has them.</summary>
    /// <param name="target">[batch, outputs, rows, columns], of whole tiles.</param>
    /// <param name="outputs">The layer's outputs.</param>
    public void Place(Tensor<double> target, Tensor<double> outputs) => Parallel.For(0, target.Shape.Batch * Outputs, plane =>
    {
        (int n, int o) = Math.DivRem(plane, Outputs);
        for (int i = 0; i < Rows.Extent; i++)
        {
            for (int j = 0; j < Columns.Extent; j++) outputs[n, FirstOutput + o, Rows.Output(i), Columns.Output(j)] = target[n, o, i, j];
        }
    });

    private static ImmutableArray<EquivalentConvolution> Of(Window2D window, Func<int, int, int, int, int, KernelAxis> axis, WinogradTransforms transforms, Shape output, int groups, int inputs)
    {
        KernelAxis rows = axis(window.Kernel.Height, window.Stride.Height, window.Dilation.Height, window.Padding.Top, output.Height);
        KernelAxis columns = axis(window.Kernel.Width, window.Stride.Width, window.Dilation.Width, window.Padding.Left, output.Width);
        IEnumerable<EquivalentConvolution> targets =
            from number in Enumerable.Range(0, groups)
            from row in Enumerable.Range(0, rows.Targets)
            from column in Enumerable.Range(0, columns.Targets)
            select new EquivalentConvolution(
                new EquivalentAxis(rows, row, transforms.Taps), new EquivalentAxis(columns, column, transforms.Taps), transforms, number, inputs, output.Channels / groups);
        return [.. targets];
    }

    private int Tiled(int extent) => (extent + Transforms.Outputs - 1) / Transforms.Outputs * Transforms.Outputs;
}
