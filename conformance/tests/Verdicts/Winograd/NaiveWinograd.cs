using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>
/// F(2×2, 3×3) or F(4×4, 3×3) in float32 as a plain engine computes it, with faults to choose from. Its matrices are written out, so that they check those of the judge.
/// Channels are those of the input's pictures, one picture after the other, and outputs likewise.
/// </summary>
internal sealed record NaiveWinograd
{
    private const float R = 0.70710678f;

    /// <summary>Columns for the points 0, 1, −1, ∞.</summary>
    public static NaiveWinograd TwoByTwo { get; } = new()
    {
        Sums = SumAlgorithm.Winograd2x2,
        Output = new float[,]
        {
            { 1, 1, 1, 0 },
            { 0, 1, -1, 1 },
        },
        Input = new float[,]
        {
            { -1, 0, 1, 0 },
            { 0, 1, 1, 0 },
            { 0, -1, 1, 0 },
            { 0, -1, 0, 1 },
        },
        Filter = new[,]
        {
            { -1, 0, 0 },
            { 0.5, 0.5, 0.5 },
            { 0.5, -0.5, 0.5 },
            { 0, 0, 1 },
        },
    };

    /// <summary>Columns for the points 0, 1/√2, −1/√2, √2, −√2, ∞.</summary>
    public static NaiveWinograd FourByFour { get; } = new()
    {
        Sums = SumAlgorithm.Winograd4x4,
        Output = new[,]
        {
            { 1, 1, 1, 1, 1, 0 },
            { 0, R, -R, 2 * R, -2 * R, 0 },
            { 0, 0.5f, 0.5f, 2, 2, 0 },
            { 0, R / 2, -R / 2, 4 * R, -4 * R, 1 },
        },
        Input = new[,]
        {
            { 1, 0, -2.5f, 0, 1, 0 },
            { 0, -2 * R, -2, R, 1, 0 },
            { 0, 2 * R, -2, -R, 1, 0 },
            { 0, -R, -0.5f, 2 * R, 1, 0 },
            { 0, R, -0.5f, -2 * R, 1, 0 },
            { 0, 1, 0, -2.5f, 0, 1 },
        },
        Filter = new[,]
        {
            { 1, 0, 0 },
            { -2 / 3.0, -Math.Sqrt(2) / 3, -1 / 3.0 },
            { -2 / 3.0, Math.Sqrt(2) / 3, -1 / 3.0 },
            { 1 / 6.0, Math.Sqrt(2) / 6, 1 / 3.0 },
            { 1 / 6.0, -Math.Sqrt(2) / 6, 1 / 3.0 },
            { 0, 0, 1 },
        },
    };

    /// <summary>What it says of itself.</summary>
    public required SumAlgorithm Sums { get; init; }

    /// <summary>Aᵀ.</summary>
    public required float[,] Output { get; init; }

    /// <summary>Bᵀ.</summary>
    public required float[,] Input { get; init; }

    /// <summary>G.</summary>
    public required double[,] Filter { get; init; }

    /// <summary>What is made of a transformed sample before it is multiplied.</summary>
    public Func<float, float> OfSample { get; init; } = value => value;

    /// <summary>What is made of a transformed weight before it is multiplied.</summary>
    public Func<float, float> OfWeight { get; init; } = value => value;

    /// <summary>Channels, of the last picture first, that are left out of the sums.</summary>
    public int ChannelsDropped { get; init; }

    /// <summary>Whether tiles that are not whole are left as they were.</summary>
    public bool MissesTails { get; init; }

    /// <summary>Whether what tiles could not compute is left so, instead of summed plainly.</summary>
    public bool SpreadsNaN { get; init; }

    /// <summary>Outputs of a tile in each direction.</summary>
    public int Side => Output.GetLength(0);

    /// <summary>Samples of a tile in each direction.</summary>
    public int Patch => Output.GetLength(1);

    /// <summary>The tiles of that algorithm.</summary>
    public static NaiveWinograd Of(SumAlgorithm sums) => sums == SumAlgorithm.Winograd2x2 ? TwoByTwo : FourByFour;

    /// <summary>Convolves.</summary>
    public Tensor<float> Run(Layer layer, Tensor<float> input)
    {
        Tensor<float> output = InTiles(layer, input);
        return SpreadsNaN || output.Values.All(float.IsFinite) ? output : ReferenceEngine.Compute(layer, ReferenceEngine.OperandsOf(layer, input.ToDouble())).ToSingle();
    }

    private Tensor<float> InTiles(Layer layer, Tensor<float> input)
    {
        var output = new Tensor<float>(layer.InferShape(input.Shape));
        if (output.Count == 0) return output;
        (NaiveAxis rows, NaiveAxis columns) = NaiveAxis.Of(layer, output.Shape);
        float[,][,] filters = Transformed(layer, input.Shape.Channels, output.Shape.Channels, rows, columns);
        var scratch = new float[filters.GetLength(1)][,];
        for (int n = 0; n < output.Shape.Batch; n++)
        {
            for (int top = 0; top < rows.Extent; top += Side)
            {
                for (int left = 0; left < columns.Extent; left += Side)
                {
                    if (MissesTails && (top + Side > rows.Extent || left + Side > columns.Extent)) continue;
                    for (int c = 0; c < scratch.Length; c++) scratch[c] = Product(Product(Input, PatchOf(input, rows, columns, n, c, top, left)), Transposed(Input));
                    for (int o = 0; o < filters.GetLength(0); o++)
                        Write(layer, output, rows, columns, n, o, top, left, Product(Product(Output, Multiplied(filters, scratch, o)), Transposed(Output)));
                }
            }
        }

        return output;
    }

    private float[,][,] Transformed(Layer layer, int inputs, int outputs, NaiveAxis rows, NaiveAxis columns)
    {
        Tensor<float> weight = (Tensor<float>)layer.Parameters[0].Value!;
        var filters = new float[rows.Targets * columns.Targets * outputs, rows.Sources * columns.Sources * inputs][,];
        for (int target = 0; target < rows.Targets * columns.Targets; target++)
        {
            for (int source = 0; source < rows.Sources * columns.Sources; source++)
            {
                int[] tapRows = rows.Filter(target / columns.Targets, source / columns.Sources), tapColumns = columns.Filter(target % columns.Targets, source % columns.Sources);
                for (int o = 0; o < outputs; o++)
                {
                    for (int c = 0; c < inputs; c++)
                    {
                        (int first, int second) = layer is ConvTranspose2D ? (c, o) : (o, c);
                        filters[(target * outputs) + o, (source * inputs) + c] = Transformed(
                            (row, column) => tapRows[row] < 0 || tapColumns[column] < 0 ? 0 : weight[first, second, tapRows[row], tapColumns[column]]);
                    }
                }
            }
        }

        return filters;
    }

    private float[,] Transformed(Func<int, int, float> taps)
    {
        float[,] filter = new float[Patch, Patch];
        for (int j = 0; j < filter.Length; j++)
        {
            double sum = 0;
            for (int tap = 0; tap < 9; tap++) sum += Filter[j / Patch, tap / 3] * taps(tap / 3, tap % 3) * Filter[j % Patch, tap % 3];
            filter[j / Patch, j % Patch] = OfWeight((float)sum);
        }

        return filter;
    }

    private float[,] PatchOf(Tensor<float> input, NaiveAxis rows, NaiveAxis columns, int n, int channel, int top, int left)
    {
        float[,] patch = new float[Patch, Patch];
        (int source, int c) = Math.DivRem(channel, input.Shape.Channels);
        int firstY = rows.FirstSample(source / columns.Sources), firstX = columns.FirstSample(source % columns.Sources);
        for (int i = 0; i < Patch; i++)
        {
            for (int j = 0; j < Patch; j++)
            {
                int y = firstY + ((top + i) * rows.InputStride), x = firstX + ((left + j) * columns.InputStride);
                if (y >= 0 && y < input.Shape.Height && x >= 0 && x < input.Shape.Width) patch[i, j] = input[n, c, y, x];
            }
        }

        return patch;
    }

    private float[,] Multiplied(float[,][,] filters, float[][,] samples, int o)
    {
        float[,] sums = new float[Patch, Patch];
        for (int c = 0; c < samples.Length - ChannelsDropped; c++)
        {
            for (int i = 0; i < Patch; i++)
            {
                for (int j = 0; j < Patch; j++) sums[i, j] += filters[o, c][i, j] * OfSample(samples[c][i, j]);
            }
        }

        return sums;
    }

    private void Write(Layer layer, Tensor<float> output, NaiveAxis rows, NaiveAxis columns, int n, int channel, int top, int left, float[,] tile)
    {
        (int target, int o) = Math.DivRem(channel, output.Shape.Channels);
        float bias = ((Tensor<float>?)layer.Parameters[1].Value)?[o] ?? 0;
        for (int at = 0; at < tile.Length; at++)
        {
            int y = ((top + (at / Side)) * rows.OutputStride) + (target / columns.Targets), x = ((left + (at % Side)) * columns.OutputStride) + (target % columns.Targets);
            if (y >= 0 && y < output.Shape.Height && x >= 0 && x < output.Shape.Width) output[n, o, y, x] = tile[at / Side, at % Side] + bias;
        }
    }

    private static float[,] Product(float[,] a, float[,] b)
    {
        float[,] product = new float[a.GetLength(0), b.GetLength(1)];
        for (int i = 0; i < product.GetLength(0); i++)
        {
            for (int j = 0; j < product.GetLength(1); j++)
            {
                for (int k = 0; k < b.GetLength(0); k++) product[i, j] += a[i, k] * b[k, j];
            }
        }

        return product;
    }

    private static float[,] Transposed(float[,] a)
    {
        float[,] transposed = new float[a.GetLength(1), a.GetLength(0)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++) transposed[j, i] = a[i, j];
        }

        return transposed;
    }
}
