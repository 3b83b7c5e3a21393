using RefCnn.Conformance.Bounds.Rowwise;
using RefCnn.Core;

namespace RefCnn.Conformance.Bounds.Winograd;

/// <summary>The samples of some rows of tiles, transformed. Tiles are counted along their rows.</summary>
internal sealed class WinogradStrip
{
    private readonly double[,] sizes, squares;

    /// <summary>Transforms.</summary>
    /// <param name="samples">The samples of an <see cref="EquivalentConvolution"/>.</param>
    /// <param name="transforms">How they are computed.</param>
    /// <param name="item">The batch item.</param>
    /// <param name="first">The first row of tiles.</param>
    /// <param name="rows">How many rows of tiles.</param>
    public WinogradStrip(Tensor<double> samples, WinogradTransforms transforms, int item, int first, int rows)
    {
        (Transforms, sizes, squares) = (transforms, WinogradTransforms.Map(transforms.Input, Math.Abs), WinogradTransforms.Map(transforms.Input, b => b * b));
        (Item, First, Columns) = (item, first, (samples.Shape.Width - transforms.Taps + 1) / transforms.Outputs);
        Tiles = rows * Columns;
        int channels = samples.Shape.Channels, readable = (channels * Tiles) + RowProducts.Places;
        double[][] channelSizes = Planes(channels * Tiles);
        (Values, Variances, Norms) = (Planes(readable), Planes(readable), Planes(Tiles));
        Parallel.For(0, channels, c => Transform(Gathered(samples, c), c, channels, channelSizes));
        for (int product = 0; product < transforms.Products; product++)
        {
            for (int i = 0; i < channelSizes[product].Length; i++) Norms[product][i % Tiles] += channelSizes[product][i] * channelSizes[product][i];
            for (int tile = 0; tile < Tiles; tile++) Norms[product][tile] = Math.Sqrt(Norms[product][tile]);
        }
    }

    /// <summary>How they are computed.</summary>
    public WinogradTransforms Transforms { get; }

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

    private double[][] Planes(int count) => [.. Enumerable.Range(0, Transforms.Products).Select(_ => new double[count])];

    // d: a plane of tiles for each of a tile's samples.
    private double[][] Gathered(Tensor<double> samples, int c)
    {
        double[][] gathered = Planes(Tiles);
        for (int tile = 0; tile < Tiles; tile++)
        {
            (int row, int column) = Math.DivRem(tile, Columns);
            (int y, int x) = ((First + row) * Transforms.Outputs, column * Transforms.Outputs);
            for (int i = 0; i < gathered.Length; i++) gathered[i][tile] = samples[Item, c, y + (i / Transforms.Samples), x + (i % Transforms.Samples)];
        }

        return gathered;
    }

    private void Transform(double[][] samples, int c, int channels, double[][] channelSizes)
    {
        double[][] values = Transformed(Transforms.Input, samples);
        double[][] magnitudes = Transformed(sizes, Mapped(samples, Math.Abs)), energies = Transformed(squares, Mapped(samples, x => x * x));
        for (int product = 0; product < Transforms.Products; product++)
        {
            for (int tile = 0, at = c * Tiles; tile < Tiles; tile++, at++)
            {
                double value = values[product][tile];
                Values[product][at] = value;
                Variances[product][at] = Transforms.Roundings.ProductVariance(channels, value * value, energies[product][tile]);
                channelSizes[product][at] = Transforms.Roundings.ProductSize(channels, Math.Abs(value), magnitudes[product][tile]);
            }
        }
    }

    private static double[][] Mapped(double[][] samples, Func<double, double> function) => [.. samples.Select(plane => Array.ConvertAll(plane, x => function(x)))];

    // Bᵀ · d · B for every tile, down the columns and then along the rows.
    private double[][] Transformed(double[,] matrix, double[][] samples)
    {
        int side = Transforms.Samples;
        double[][] columns = Planes(Tiles), transformed = Planes(Tiles);
        for (int product = 0; product < Transforms.Products; product++)
        {
            (int j, int i) = Math.DivRem(product, side);
            for (int row = 0; row < side; row++) ScaledRow.AddTo(columns[product], matrix[j, row], samples[(row * side) + i]);
        }

        for (int product = 0; product < Transforms.Products; product++)
        {
            (int j, int i) = Math.DivRem(product, side);
            for (int k = 0; k < side; k++) ScaledRow.AddTo(transformed[product], matrix[i, k], columns[(j * side) + k]);
        }

        return transformed;
    }
}
