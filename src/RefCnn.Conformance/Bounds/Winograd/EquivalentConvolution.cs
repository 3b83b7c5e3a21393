using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance.Bounds.Winograd;

/// <summary>
/// A convolution, plain or transposed, as a 3×3 convolution with stride 1. Samples whose row and column are equal modulo the stride of a convolution are a picture of their own,
/// a source, and the sources' channels are stacked; so are the parts of 3×3 of a larger kernel. Outputs equal modulo the stride of a transposed convolution are a picture likewise, a target, and theirs are stacked too.
/// Taps that a pair of source and target does not have are zeros.
/// </summary>
/// <param name="Rows">The rows.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Transforms">How the 3×3 convolution is computed.</param>
/// <param name="Inputs">The layer's input channels.</param>
/// <param name="Outputs">The layer's output channels.</param>
internal sealed record EquivalentConvolution(EquivalentAxis Rows, EquivalentAxis Columns, WinogradTransforms Transforms, int Inputs, int Outputs)
{
    /// <summary>How many more rows and columns of samples there are than of outputs.</summary>
    public const int Around = WinogradTransforms.Taps - 1;

    /// <summary>Stacked input channels.</summary>
    public int StackedInputs => Rows.Sources.Length * Columns.Sources.Length * Inputs;

    /// <summary>Stacked output channels.</summary>
    public int StackedOutputs => Rows.Targets * Columns.Targets * Outputs;

    // Where a tile's products are no fewer than those of the plain sum, there is no reason to compute so.
    private bool SavesProducts => Rows.Taps.Length * Columns.Taps.Length * Transforms.Outputs * Transforms.Outputs
        > Rows.Sources.Length * Columns.Sources.Length * Rows.Targets * Columns.Targets * Transforms.Products;

    /// <summary>The equivalent of a layer; null where it has none that saves products, or sums are not formed so.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="output">Its output's shape.</param>
    /// <param name="sums">How sums of products are formed.</param>
    public static EquivalentConvolution? Of(Layer layer, Shape output, SumAlgorithm sums)
    {
        if (WinogradTransforms.Of(sums) is not { } transforms) return null;
        EquivalentConvolution? equivalent = layer switch
        {
            Conv2D { Groups: 1 } plain => Of(plain.Window, EquivalentAxis.OfConvolution, transforms, output, plain.InputsPerGroup),
            ConvTranspose2D { Groups: 1 } transposed => Of(transposed.Window, EquivalentAxis.OfTransposed, transforms, output, transposed.Weight.Shape[0]),
            _ => null,
        };
        return equivalent is { SavesProducts: true } ? equivalent : null;
    }

    /// <summary>The stacked filters: [stacked outputs, stacked inputs, 3, 3].</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weight">Its weight.</param>
    public Tensor<double> Filters(Layer layer, Tensor<double> weight)
    {
        var filters = new Tensor<double>(new Shape(StackedOutputs, StackedInputs, WinogradTransforms.Taps, WinogradTransforms.Taps));
        foreach ((EquivalentTap row, EquivalentTap column) in from row in Rows.Taps from column in Columns.Taps select (row, column))
        {
            int firstOutput = Target(row.Target, column.Target) * Outputs;
            int firstInput = ((Rows.Sources.IndexOf(row.Source) * Columns.Sources.Length) + Columns.Sources.IndexOf(column.Source)) * Inputs;
            for (int o = 0; o < Outputs; o++)
            {
                for (int c = 0; c < Inputs; c++)
                {
                    filters[firstOutput + o, firstInput + c, row.Place - Rows.First, column.Place - Columns.First] =
                        layer is ConvTranspose2D ? weight[c, o, row.Kernel, column.Kernel] : weight[o, c, row.Kernel, column.Kernel];
                }
            }
        }

        return filters;
    }

    /// <summary>The stacked sources, with zeros for padding: [batch, stacked inputs, rows, columns], as many as whole tiles read. The first output reads the first 3×3.</summary>
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
                    if (x >= 0 && x < input.Shape.Width) samples[n, stacked, i, j] = input[n, c, y, x];
                }
            }
        });
        return samples;
    }

    /// <summary>The layer's outputs among the stacked ones: [batch, outputs, height, width].</summary>
    /// <param name="stacked">[batch, stacked outputs, rows, columns], of whole tiles.</param>
    /// <param name="shape">The layer's output shape.</param>
    public Tensor<double> Unstacked(Tensor<double> stacked, Shape shape)
    {
        var outputs = new Tensor<double>(shape);
        Parallel.For(0, shape.Batch * Outputs, plane =>
        {
            (int n, int o) = Math.DivRem(plane, Outputs);
            for (int y = 0; y < shape.Height; y++)
            {
                for (int x = 0; x < shape.Width; x++)
                {
                    (int row, int rowTarget) = Rows.Output(y);
                    (int column, int columnTarget) = Columns.Output(x);
                    outputs[n, o, y, x] = stacked[n, (Target(rowTarget, columnTarget) * Outputs) + o, row, column];
                }
            }
        });
        return outputs;
    }

    private static EquivalentConvolution Of(Window2D window, Func<int, int, int, int, int, EquivalentAxis> axis, WinogradTransforms transforms, Shape output, int inputs) => new(
        axis(window.Kernel.Height, window.Stride.Height, window.Dilation.Height, window.Padding.Top, output.Height),
        axis(window.Kernel.Width, window.Stride.Width, window.Dilation.Width, window.Padding.Left, output.Width),
        transforms,
        inputs,
        output.Channels);

    private int Tiled(int extent) => (extent + Transforms.Outputs - 1) / Transforms.Outputs * Transforms.Outputs;

    private int Target(int row, int column) => (row * Columns.Targets) + column;
}
