using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>F(4×4, 3×3) in float32 as a plain engine computes it, with faults to choose from. Its matrices are written out, so that they check those of the judge.</summary>
internal sealed record NaiveWinograd
{
    private const float R = 0.70710678f;

    /// <summary>Columns for the points 0, 1/√2, −1/√2, √2, −√2, ∞.</summary>
    public float[,] Output { get; init; } =
    {
        { 1, 1, 1, 1, 1, 0 },
        { 0, R, -R, 2 * R, -2 * R, 0 },
        { 0, 0.5f, 0.5f, 2, 2, 0 },
        { 0, R / 2, -R / 2, 4 * R, -4 * R, 1 },
    };

    public float[,] Input { get; init; } =
    {
        { 1, 0, -2.5f, 0, 1, 0 },
        { 0, -2 * R, -2, R, 1, 0 },
        { 0, 2 * R, -2, -R, 1, 0 },
        { 0, -R, -0.5f, 2 * R, 1, 0 },
        { 0, R, -0.5f, -2 * R, 1, 0 },
        { 0, 1, 0, -2.5f, 0, 1 },
    };

    public double[,] Filter { get; init; } =
    {
        { 1, 0, 0 },
        { -2 / 3.0, -Math.Sqrt(2) / 3, -1 / 3.0 },
        { -2 / 3.0, Math.Sqrt(2) / 3, -1 / 3.0 },
        { 1 / 6.0, Math.Sqrt(2) / 6, 1 / 3.0 },
        { 1 / 6.0, -Math.Sqrt(2) / 6, 1 / 3.0 },
        { 0, 0, 1 },
    };

    /// <summary>How many rows and columns above and left of the first output the first tile begins: 0 to 3.</summary>
    public (int Rows, int Columns) Shift { get; init; }

    /// <summary>What is made of a transformed sample before it is multiplied.</summary>
    public Func<float, float> OfSample { get; init; } = value => value;

    /// <summary>What is made of a transformed weight before it is multiplied.</summary>
    public Func<float, float> OfWeight { get; init; } = value => value;

    /// <summary>Input channels that are left out of the sums.</summary>
    public int ChannelsDropped { get; init; }

    /// <summary>Whether tiles that are not whole are left as they were.</summary>
    public bool MissesTails { get; init; }

    /// <summary>Convolves.</summary>
    public Tensor<float> Run(Conv2D layer, Tensor<float> input)
    {
        var output = new Tensor<float>(layer.InferShape(input.Shape));
        if (output.Count == 0) return output;
        float[,][,] filters = Transformed(layer.Weight);
        var scratch = new float[layer.InputsPerGroup][,];
        for (int n = 0; n < output.Shape.Batch; n++)
        {
            for (int top = -Shift.Rows; top < output.Shape.Height; top += 4)
            {
                for (int left = -Shift.Columns; left < output.Shape.Width; left += 4)
                {
                    if (MissesTails && (top + 4 > output.Shape.Height || left + 4 > output.Shape.Width)) continue;
                    for (int c = 0; c < scratch.Length; c++) scratch[c] = Product(Product(Input, Patch(input, layer.Window.Padding, n, c, top, left)), Transposed(Input));
                    for (int o = 0; o < layer.Outputs; o++) Write(output, n, o, top, left, Product(Product(Output, Sums(filters, scratch, o)), Transposed(Output)), layer.Bias?[o] ?? 0);
                }
            }
        }

        return output;
    }

    private float[,][,] Transformed(Tensor<float> weight)
    {
        var filters = new float[weight.Shape[0], weight.Shape[1]][,];
        for (int o = 0; o < weight.Shape[0]; o++)
        {
            for (int c = 0; c < weight.Shape[1]; c++)
            {
                filters[o, c] = new float[6, 6];
                for (int j = 0; j < 36; j++)
                {
                    double sum = 0;
                    for (int tap = 0; tap < 9; tap++) sum += Filter[j / 6, tap / 3] * weight[o, c, tap / 3, tap % 3] * Filter[j % 6, tap % 3];
                    filters[o, c][j / 6, j % 6] = OfWeight((float)sum);
                }
            }
        }

        return filters;
    }

    private static float[,] Patch(Tensor<float> input, Padding2D padding, int n, int c, int top, int left)
    {
        float[,] patch = new float[6, 6];
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < 6; j++)
            {
                int y = top + i - padding.Top, x = left + j - padding.Left;
                if (y >= 0 && y < input.Shape.Height && x >= 0 && x < input.Shape.Width) patch[i, j] = input[n, c, y, x];
            }
        }

        return patch;
    }

    private float[,] Sums(float[,][,] filters, float[][,] samples, int o)
    {
        float[,] sums = new float[6, 6];
        for (int c = 0; c < samples.Length - ChannelsDropped; c++)
        {
            for (int i = 0; i < 6; i++)
            {
                for (int j = 0; j < 6; j++) sums[i, j] += filters[o, c][i, j] * OfSample(samples[c][i, j]);
            }
        }

        return sums;
    }

    private static void Write(Tensor<float> output, int n, int o, int top, int left, float[,] tile, float bias)
    {
        for (int i = Math.Max(0, -top); i < Math.Min(4, output.Shape.Height - top); i++)
        {
            for (int j = Math.Max(0, -left); j < Math.Min(4, output.Shape.Width - left); j++) output[n, o, top + i, left + j] = tile[i, j] + bias;
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
