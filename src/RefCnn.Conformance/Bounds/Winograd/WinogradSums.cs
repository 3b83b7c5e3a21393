using System.Collections.Immutable;
using RefCnn.Conformance.Bounds.Rowwise;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Bounds.Winograd;

/// <summary>
/// What the rounding errors of a convolution by Winograd scale with, whose tiles begin at the first output. docs/verdicts.md derives the formulas; U = G·g·Gᵀ and V = Bᵀ·d·B are the transformed filter and samples.
/// </summary>
/// <param name="Magnitude">|A| · ‖U‖ · ‖V‖ · |A| + |b|, with norms over the channels: the error is at most γ(n) of it, with n of <see cref="WinogradRoundings.Of"/>.</param>
/// <param name="Variance">The variance of the error, in units of u²/3.</param>
internal sealed record WinogradSums(Tensor<double> Magnitude, Tensor<double> Variance)
{
    // Enough for the loop over them to be busy, few enough to be held for all channels.
    private const int TilesAtOnce = 64;

    /// <summary>Computes them.</summary>
    /// <param name="equivalents">What the layer's targets are computed as.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">Its operands.</param>
    /// <param name="output">Its true output.</param>
    public static WinogradSums Of(ImmutableArray<EquivalentConvolution> equivalents, Layer layer, Operands operands, Tensor<double> output)
    {
        var sums = new WinogradSums(new Tensor<double>(output.Shape), new Tensor<double>(output.Shape));
        if (output.Count == 0) return sums;
        foreach (EquivalentConvolution equivalent in equivalents)
        {
            WinogradSums target = Of(equivalent.Transforms, equivalent.Filters(layer, operands.Parameters[0]!), equivalent.Samples(operands.Input));
            equivalent.Place(target.Magnitude, sums.Magnitude);
            equivalent.Place(target.Variance, sums.Variance);
        }

        sums.AddBias(operands.Parameters[1], output);
        return sums;
    }

    private static WinogradSums Of(WinogradTransforms transforms, Tensor<double> weight, Tensor<double> samples)
    {
        int around = transforms.Taps - 1;
        var shape = new Shape(samples.Shape.Batch, weight.Shape[0], samples.Shape.Height - around, samples.Shape.Width - around);
        var sums = new WinogradSums(new Tensor<double>(shape), new Tensor<double>(shape));
        WinogradFilter[] filters = [.. Enumerable.Range(0, weight.Shape[0]).AsParallel().AsOrdered().Select(o => new WinogradFilter(weight, o, transforms))];
        double[][][] blocks = [.. Enumerable.Range(0, transforms.Products).Select(product => BlocksOf(filters, product))];
        int rows = shape.Height / transforms.Outputs, atOnce = Math.Max(1, TilesAtOnce * transforms.Outputs / shape.Width);
        for (int n = 0; n < shape.Batch; n++)
        {
            for (int first = 0; first < rows; first += atOnce) sums.Take(new WinogradStrip(samples, transforms, n, first, Math.Min(atOnce, rows - first)), filters, blocks);
        }

        return sums;
    }

    private void Take(WinogradStrip strip, WinogradFilter[] filters, double[][][] blocks)
    {
        double[,] sizesBack = WinogradTransforms.Map(strip.Transforms.Output, Math.Abs), squaresBack = WinogradTransforms.Map(strip.Transforms.Output, a => a * a);
        double[][][] variances = new double[strip.Transforms.Products][][];
        Parallel.For(0, variances.Length, product => variances[product] = VariancesOf(strip, product, blocks[product], filters.Length));
        Parallel.For(0, filters.Length, o =>
        {
            double[][] sizes = [.. filters[o].Norms.Select((norm, product) => Array.ConvertAll(strip.Norms[product], other => norm * other))];
            Back(Magnitude, strip, o, sizesBack, sizes);
            Back(Variance, strip, o, squaresBack, Array.ConvertAll(variances, ofProduct => ofProduct[o]));
        });
    }

    // U of a product, [channel, filter], for as many filters as are computed at once.
    private static double[][] BlocksOf(WinogradFilter[] filters, int product)
    {
        double[][] blocks = new double[(filters.Length + RowProducts.Filters - 1) / RowProducts.Filters][];
        for (int block = 0; block < blocks.Length; block++) blocks[block] = new double[filters[0].Values[product].Length * RowProducts.Filters];
        for (int o = 0; o < filters.Length; o++)
        {
            for (int c = 0; c < filters[o].Values[product].Length; c++)
                blocks[o / RowProducts.Filters][(c * RowProducts.Filters) + (o % RowProducts.Filters)] = filters[o].Values[product][c];
        }

        return blocks;
    }

    // The sums M of U · V over the channels, and the variance of each and of what comes back of it: [filter][tile].
    private static double[][] VariancesOf(WinogradStrip strip, int product, double[][] blocks, int filters)
    {
        double[][] variances = [.. Enumerable.Range(0, filters).Select(_ => new double[strip.Tiles])];
        int channels = blocks[0].Length / RowProducts.Filters;
        int[] offsets = [.. Enumerable.Range(0, channels).Select(c => c * strip.Tiles)];
        double[] sums = new double[RowProducts.Filters * RowProducts.Places], energies = new double[sums.Length];
        double share = strip.Transforms.Roundings.SumVariance(channels);
        for (int block = 0; block < blocks.Length; block++)
        {
            double[] squares = Array.ConvertAll(blocks[block], value => value * value);
            for (int first = 0; first < strip.Tiles; first += RowProducts.Places)
            {
                RowProducts.Sum(strip.Values[product].AsSpan(first), offsets, blocks[block], sums);
                RowProducts.Sum(strip.Variances[product].AsSpan(first), offsets, squares, energies);
                for (int i = 0; i < sums.Length; i++)
                {
                    int o = (block * RowProducts.Filters) + (i / RowProducts.Places), tile = first + (i % RowProducts.Places);
                    if (o < filters && tile < strip.Tiles) variances[o][tile] = energies[i] + (share * sums[i] * sums[i]);
                }
            }
        }

        return variances;
    }

    // Aᵀ · M · A of every tile.
    private static void Back(Tensor<double> outputs, WinogradStrip strip, int o, double[,] matrix, double[][] products)
    {
        (int side, int places) = (strip.Transforms.Outputs, strip.Transforms.Samples);
        for (int i = 0; i < side; i++)
        {
            double[][] rows = [.. Enumerable.Range(0, places).Select(_ => new double[strip.Tiles])];
            for (int product = 0; product < products.Length; product++)
                ScaledRow.AddTo(rows[product % places], matrix[i, product / places], products[product]);
            for (int k = 0; k < side; k++)
            {
                double[] sums = new double[strip.Tiles];
                for (int j = 0; j < rows.Length; j++) ScaledRow.AddTo(sums, matrix[k, j], rows[j]);
                for (int tile = 0; tile < sums.Length; tile++)
                    outputs[strip.Item, o, ((strip.First + (tile / strip.Columns)) * side) + i, (tile % strip.Columns * side) + k] = sums[tile];
            }
        }
    }

    private void AddBias(Tensor<double>? bias, Tensor<double> output)
    {
        int area = output.Shape.Height * output.Shape.Width, outputs = output.Shape.Channels;
        for (int i = 0; i < output.Count; i++)
        {
            if (bias is not null) Magnitude[i] += Math.Abs(bias[i / area % outputs]);
            Variance[i] += output[i] * output[i];
        }
    }
}
