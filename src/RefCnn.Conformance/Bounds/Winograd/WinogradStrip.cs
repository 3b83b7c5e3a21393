using RefCnn.Conformance.Bounds.Rowwise;
using RefCnn.Core;

namespace RefCnn.Conformance.Bounds.Winograd;

/// <summary>The samples of some rows of tiles, transformed. Tiles are counted along their rows.</summary>
internal sealed class WinogradStrip
{
    private static readonly double[,] Sizes = WinogradTransforms.Map(WinogradTransforms.Input, Math.Abs), Squares = WinogradTransforms.Map(WinogradTransforms.Input, b => b * b);

    /// <summary>Transforms.</summary>
    /// <param name="samples">The samples of an <see cref="EquivalentConvolution"/>.</param>
    /// <param name="item">The batch item.</param>
    /// <param name="first">The first row of tiles.</param>
    /// <param name="rows">How many rows of tiles.</param>
    public WinogradStrip(Tensor<double> samples, int item, int first, int rows)
    {
        (Item, First, Columns) = (item, first, (samples.Shape.Width - EquivalentConvolution.Around) / WinogradTransforms.Outputs);
        Tiles = rows * Columns;
        int channels = samples.Shape.Channels, readable = (channels * Tiles) + RowProducts.Places;
        double[][] sizes = Planes(channels * Tiles);
        (Values, Variances, Norms) = (Planes(readable), Planes(readable), Planes(Tiles));
        Parallel.For(0, channels, c => Transform(Gathered(samples, c), c, channels, sizes));
        for (int product = 0; product < WinogradTransforms.Products; product++)
        {
            for (int i = 0; i < sizes[product].Length; i++) Norms[product][i % Tiles] += sizes[product][i] * sizes[product][i];
            for (int tile = 0; tile < Tiles; tile++) Norms[product][tile] = Math.Sqrt(Norms[product][tile]);
        }
    }

    /// <summary>The batch item.</summary>
    public int Item { get; }

    /// <summary>The first row of tiles.</summary>
    public int First { get; }

    /// <summary>The number of tiles in a row.</summary>
    public int Columns { get; }

    /// <summary>The number of tiles.</summary>
    public int Tiles { get; }

    /// <summary>V = Bᵀ · d · B: [product][channel · tiles + tile].</summary>
    public double[][] Values { get; }

    /// <summary>What U² multiplies in the variance of the channels' sum, by the same indices.</summary>
    public double[][] Variances { get; }

    /// <summary>The norm over the channels of what ‖U‖ multiplies in the bound: [product][tile].</summary>
    public double[][] Norms { get; }

    private static double[][] Planes(int count) => [.. Enumerable.Range(0, WinogradTransforms.Products).Select(_ => new double[count])];

    // d: a plane of tiles for each of a tile's samples.
    private double[][] Gathered(Tensor<double> samples, int c)
    {
        double[][] gathered = Planes(Tiles);
        for (int tile = 0; tile < Tiles; tile++)
        {
            (int row, int column) = Math.DivRem(tile, Columns);
            (int y, int x) = ((First + row) * WinogradTransforms.Outputs, column * WinogradTransforms.Outputs);
            for (int i = 0; i < gathered.Length; i++) gathered[i][tile] = samples[Item, c, y + (i / WinogradTransforms.Samples), x + (i % WinogradTransforms.Samples)];
        }

        return gathered;
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

    private static double[][] Mapped(double[][] samples, Func<double, double> function) => [.. samples.Select(plane => Array.ConvertAll(plane, x => function(x)))];

    // Bᵀ · d · B for every tile, down the columns and then along the rows.
    private double[][] Transformed(double[,] matrix, double[][] samples)
    {
        const int Side = WinogradTransforms.Samples;
        double[][] columns = Planes(Tiles), transformed = Planes(Tiles);
        for (int product = 0; product < WinogradTransforms.Products; product++)
        {
            (int j, int i) = Math.DivRem(product, Side);
            for (int row = 0; row < Side; row++) ScaledRow.AddTo(columns[product], matrix[j, row], samples[(row * Side) + i]);
        }

        for (int product = 0; product < WinogradTransforms.Products; product++)
        {
            (int j, int i) = Math.DivRem(product, Side);
            for (int k = 0; k < Side; k++) ScaledRow.AddTo(transformed[product], matrix[i, k], columns[(j * Side) + k]);
        }

        return transformed;
    }
}
