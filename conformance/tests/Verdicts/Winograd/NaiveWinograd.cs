using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>
/// F(2×2, 3×3), F(4×4, 3×3), F(2×2, 2×2) or F(4×4, 2×2) in float32 as a plain engine computes it, with faults to choose from. Its matrices are written out, so that they check those of the judge.
/// Channels are those of the input's pictures, one picture after the other.
/// </summary>
internal sealed record NaiveWinograd
{
    private const float R = 0.70710678f;

    // Columns for the points 0, 1, −1, ∞.
    private static readonly NaiveWinograd TwoByTwoOf3x3 = new()
    {
        Sums = SumAlgorithm.Winograd2x2Of3x3,
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

    // Columns for the points 0, 1/√2, −1/√2, √2, −√2, ∞.
    private static readonly NaiveWinograd FourByFourOf3x3 = new()
    {
        Sums = SumAlgorithm.Winograd4x4Of3x3,
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

    // Columns for the points 0, 1, ∞.
    private static readonly NaiveWinograd TwoByTwoOf2x2 = new()
    {
        Sums = SumAlgorithm.Winograd2x2Of2x2,
        Output = new float[,]
        {
            { 1, 1, 0 },
            { 0, 1, 1 },
        },
        Input = new float[,]
        {
            { -1, 1, 0 },
            { 0, 1, 0 },
            { 0, -1, 1 },
        },
        Filter = new double[,]
        {
            { -1, 0 },
            { 1, 1 },
            { 0, 1 },
        },
    };

    // Columns for the points 3/8, −3/8, 5/4, −5/4, ∞.
    private static readonly NaiveWinograd FourByFourOf2x2 = new()
    {
        Sums = SumAlgorithm.Winograd4x4Of2x2,
        Output = new[,]
        {
            { 1, 1, 1, 1, 0 },
            { 3 / 8f, -3 / 8f, 5 / 4f, -5 / 4f, 0 },
            { 9 / 64f, 9 / 64f, 25 / 16f, 25 / 16f, 0 },
            { 27 / 512f, -27 / 512f, 125 / 64f, -125 / 64f, 1 },
        },
        Input = new[,]
        {
            { -75 / 128f, -25 / 16f, 3 / 8f, 1, 0 },
            { 75 / 128f, -25 / 16f, -3 / 8f, 1, 0 },
            { -45 / 256f, -9 / 64f, 5 / 4f, 1, 0 },
            { 45 / 256f, -9 / 64f, -5 / 4f, 1, 0 },
            { 225 / 1024f, 0, -109 / 64f, 0, 1 },
        },
        Filter = new[,]
        {
            { -256 / 273.0, -96 / 273.0 },
            { 256 / 273.0, -96 / 273.0 },
            { 128 / 455.0, 160 / 455.0 },
            { -128 / 455.0, 160 / 455.0 },
            { 0, 1 },
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

    /// <summary>Taps of a filter in each direction.</summary>
    public int Taps => Filter.GetLength(1);

    /// <summary>The tiles of that algorithm.</summary>
    public static NaiveWinograd Of(SumAlgorithm sums) => Array.Find([TwoByTwoOf3x3, FourByFourOf3x3, TwoByTwoOf2x2, FourByFourOf2x2], tiles => tiles.Sums == sums)!;

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
        if (layer is Conv2D { Groups: > 1 } or ConvTranspose2D { Groups: > 1 }) return InGroups(layer, input, output);
        (NaiveAxis rows, NaiveAxis columns) = NaiveAxis.Of(layer, output.Shape);
        for (int row = 0; row < rows.Targets; row++)
        {
            for (int column = 0; column < columns.Targets; column++) WriteTarget(layer, input, output, rows, columns, row, column);
        }

        return output;
    }

    // Each group as a layer of its own, on its channels.
    private Tensor<float> InGroups(Layer layer, Tensor<float> input, Tensor<float> output)
    {
        int groups = layer is Conv2D plain ? plain.Groups : ((ConvTranspose2D)layer).Groups;
        for (int number = 0; number < groups; number++)
        {
            Tensor<float>? weight = Part((Tensor<float>?)layer.Parameters[0].Value, 0, number, groups), bias = Part((Tensor<float>?)layer.Parameters[1].Value, 0, number, groups);
            Layer part = layer is Conv2D of ? of with { Weight = weight!, Bias = bias, Groups = 1 } : ((ConvTranspose2D)layer) with { Weight = weight!, Bias = bias, Groups = 1 };
            Tensor<float> computed = InTiles(part, Part(input, 1, number, groups)!);
            int plane = computed.Shape.Channels * computed.Shape.Height * computed.Shape.Width;
            for (int n = 0; n < computed.Shape.Batch; n++) computed.Span.Slice(n * plane, plane).CopyTo(output.Span[(((n * groups) + number) * plane)..]);
        }

        return output;
    }

    private static Tensor<float>? Part(Tensor<float>? whole, int axis, int number, int parts)
    {
        if (whole is null) return null;
        int[] extents = [.. whole.Shape.Extents];
        extents[axis] /= parts;
        var part = new Tensor<float>(new Shape(extents));
        int items = axis == 0 ? 1 : extents[0], length = part.Count / Math.Max(1, items);
        for (int n = 0; n < items; n++) whole.Span.Slice(((n * parts) + number) * length, length).CopyTo(part.Span[(n * length)..]);
        return part;
    }

    private void WriteTarget(Layer layer, Tensor<float> input, Tensor<float> output, NaiveAxis rows, NaiveAxis columns, int targetRow, int targetColumn)
    {
        (int Y, int X)[] sources = [.. from y in rows.FirstSamples(targetRow, Taps) from x in columns.FirstSamples(targetColumn, Taps) select (y, x)];
        float[,][,] filters = Transformed(layer, input.Shape.Channels, output.Shape.Channels, sources, y => rows.Filter(targetRow, y, Taps), x => columns.Filter(targetColumn, x, Taps));
        var scratch = new float[filters.GetLength(1)][,];
        (int height, int width) = (rows.Extent(targetRow), columns.Extent(targetColumn));
        for (int n = 0; n < output.Shape.Batch; n++)
        {
            for (int top = 0; top < height; top += Side)
            {
                for (int left = 0; left < width; left += Side)
                {
                    if (MissesTails && (top + Side > height || left + Side > width)) continue;
                    for (int c = 0; c < scratch.Length; c++)
                    {
                        (int y, int x) = sources[c / input.Shape.Channels];
                        scratch[c] = Product(Product(Input, PatchOf(input, n, c % input.Shape.Channels, y + (top * rows.InputStride), x + (left * columns.InputStride), rows.InputStride, columns.InputStride)), Transposed(Input));
                    }

                    for (int o = 0; o < filters.GetLength(0); o++)
                    {
                        float[,] tile = Product(Product(Output, Multiplied(filters, scratch, o)), Transposed(Output));
                        float bias = ((Tensor<float>?)layer.Parameters[1].Value)?[o] ?? 0;
                        for (int at = 0; at < tile.Length; at++)
                        {
                            (int i, int j) = (top + (at / Side), left + (at % Side));
                            if (i < height && j < width) output[n, o, targetRow + (i * rows.OutputStride), targetColumn + (j * columns.OutputStride)] = tile[at / Side, at % Side] + bias;
                        }
                    }
                }
            }
        }
    }

    private float[,][,] Transformed(Layer layer, int inputs, int outputs, (int Y, int X)[] sources, Func<int, int[]> rowsOf, Func<int, int[]> columnsOf)
    {
        Tensor<float> weight = (Tensor<float>)layer.Parameters[0].Value!;
        var filters = new float[outputs, sources.Length * inputs][,];
        for (int source = 0; source < sources.Length; source++)
        {
            int[] tapRows = rowsOf(sources[source].Y), tapColumns = columnsOf(sources[source].X);
            for (int o = 0; o < outputs; o++)
            {
                for (int c = 0; c < inputs; c++)
                {
                    (int first, int second) = layer is ConvTranspose2D ? (c, o) : (o, c);
                    filters[o, (source * inputs) + c] = Transformed((row, column) => tapRows[row] < 0 || tapColumns[column] < 0 ? 0 : weight[first, second, tapRows[row], tapColumns[column]]);
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
            for (int tap = 0; tap < Taps * Taps; tap++) sum += Filter[j / Patch, tap / Taps] * taps(tap / Taps, tap % Taps) * Filter[j % Patch, tap % Taps];
            filter[j / Patch, j % Patch] = OfWeight((float)sum);
        }

        return filter;
    }

    private float[,] PatchOf(Tensor<float> input, int n, int c, int firstY, int firstX, int rowStride, int columnStride)
    {
        float[,] patch = new float[Patch, Patch];
        for (int i = 0; i < Patch; i++)
        {
            for (int j = 0; j < Patch; j++)
            {
                (int y, int x) = (firstY + (i * rowStride), firstX + (j * columnStride));
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
