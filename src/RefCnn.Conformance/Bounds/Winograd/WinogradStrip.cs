using RefCnn.Conformance.Bounds.Rowwise;
using RefCnn.Core;

namespace RefCnn.Conformance.Bounds.Winograd;

/// <summary>The samples of all tiles whose first row is a given one, transformed: a tile at every column, for nobody knows which of them an engine takes.</summary>
internal sealed class WinogradStrip
{
    private static readonly double[,] Sizes = WinogradTransforms.Map(WinogradTransforms.Input, Math.Abs), Squares = WinogradTransforms.Map(WinogradTransforms.Input, b => b * b);

    /// <summary>Transforms.</summary>
    /// <param name="input">The samples of an <see cref="EquivalentConvolution"/>.</param>
    /// <param name="item">The batch item.</param>
    /// <param name="top">The tiles' first output row; negative where it is above the picture.</param>
    public WinogradStrip(Tensor<double> input, int item, int top)
    {
        (Item, Top, Tiles) = (item, top, input.Shape.Width - WinogradTransforms.Samples + 1);
        int channels = input.Shape.Channels;
        double[][] sizes = Planes(channels * Tiles);
        int readable = (channels * Tiles) + RowProducts.Places;
        (Values, Variances, Norms) = (Planes(readable), Planes(readable), Planes(Tiles));
        Parallel.For(0, channels, c => Transform(Samples(input, c), c, channels, sizes));
        for (int product = 0; product < WinogradTransforms.Products; product++)
        {
            for (int i = 0; i < sizes[product].Length; i++) Norms[product][i % Tiles] += sizes[product][i] * sizes[product][i];
            for (int tile = 0; tile < Tiles; tile++) Norms[product][tile] = Math.Sqrt(Norms[product][tile]);
        }
    }

    /// <summary>The batch item.</summary>
    public int Item { get; }

    /// <summary>The tiles' first output row.</summary>
    public int Top { get; }

    /// <summary>The number of tiles, each a column further to the right.</summary>
    public int Tiles { get; }

    /// <summary>V = Bᵀ · d · B: [product][channel · tiles + tile].</summary>
    public double[][] Values { get; }

    /// <summary>What U² multiplies in the variance of the channels' sum, by the same indices.</summary>
    public double[][] Variances { get; }

    /// <summary>The norm over the channels of what ‖U‖ multiplies in the bound: [product][tile].</summary>
    public double[][] Norms { get; }

    private static double[][] Planes(int count) => [.. Enumerable.Range(0, WinogradTransforms.Products).Select(_ => new double[count])];

    // A row of samples for each row of a tile.
    private double[][] Samples(Tensor<double> input, int c)
    {
        int width = input.Shape.Width, first = (((Item * input.Shape.Channels) + c) * input.Shape.Height) + Top + EquivalentConvolution.Room;
        return [.. Enumerable.Range(first, WinogradTransforms.Samples).Select(row => input.Span.Slice(row * width, width).ToArray())];
    }

    private void Transform(double[][] samples, int c, int channels, double[][] channelSizes)
    {
        double[][] values = Transformed(WinogradTransforms.Input, samples);
        double[][] sizes = Transformed(Sizes, Mapped(samples, Math.Abs)), energies = Transformed(Squares, Mapped(samples, x => x * x));
        for (int product = 0; product < WinogradTransforms.Products; product++)
        {
            for (int tile = 0, at = c * Tiles; tile < Tiles; tile++, at++)
            {
                double value = values[product][tile];
                Values[product][at] = value;
                Variances[product][at] = WinogradSums.ProductVariance(channels, value * value, energies[product][tile]);
                channelSizes[product][at] = WinogradSums.ProductSize(channels, Math.Abs(value), sizes[product][tile]);
            }
        }
    }

    private static double[][] Mapped(double[][] samples, Func<double, double> function) => [.. samples.Select(row => Array.ConvertAll(row, x => function(x)))];

    // Bᵀ · d · B for every tile, down the columns and then along the rows.
    private double[][] Transformed(double[,] matrix, double[][] samples)
    {
        double[][] transformed = Planes(Tiles);
        for (int j = 0; j < WinogradTransforms.Samples; j++)
        {
            double[] columns = new double[samples[0].Length];
            for (int row = 0; row < samples.Length; row++) ScaledRow.AddTo(columns, matrix[j, row], samples[row]);
            for (int i = 0; i < WinogradTransforms.Samples; i++)
            {
                for (int k = 0; k < WinogradTransforms.Samples; k++)
                    ScaledRow.AddTo(transformed[(j * WinogradTransforms.Samples) + i], matrix[i, k], columns.AsSpan(k));
            }
        }

        return transformed;
    }
}
