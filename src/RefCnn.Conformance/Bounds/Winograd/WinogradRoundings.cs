namespace RefCnn.Conformance.Bounds.Winograd;

/// <summary>
/// How often a tile's numbers are rounded, and how much variance that makes, from the matrices alone. A row of n coefficients takes n − 1 additions; coefficients other than 0 and powers of
/// two are rounded themselves, and so are their products.
/// </summary>
/// <param name="input">Bᵀ.</param>
/// <param name="output">Aᵀ.</param>
internal sealed class WinogradRoundings(double[,] input, double[,] output)
{
    /// <summary>Roundings of a sample on its way into the products, in both directions.</summary>
    public int In { get; } = 2 * (Terms(input) - 1 + (2 * Multiplications(input)));

    /// <summary>Roundings of a product on its way back, in both directions.</summary>
    public int Back { get; } = 2 * (Terms(output) - 1 + (2 * Multiplications(output)));

    /// <summary>What the variance of V has of V₂: n/2 in each direction for n terms that are added, and 1 where their products are rounded.</summary>
    public int VarianceIn { get; } = Terms(input) + (2 * Multiplications(input));

    /// <summary>What the variance of the way back has of M², likewise.</summary>
    public int VarianceBack { get; } = Terms(output) + (2 * Multiplications(output));

    /// <summary>How often a term is rounded: on the way in, the filter once, as many products and sums as there are channels, the way back, and the bias.</summary>
    /// <param name="channels">The stacked input channels: zeros are multiplied like others.</param>
    public int Of(int channels) => In + 1 + channels + Back + 1;

    /// <summary>What |U| multiplies in the bound: only the roundings on the way in are of size |B| · |d| · |B|, all later ones are of size |V|.</summary>
    /// <param name="channels">The input channels.</param>
    /// <param name="value">|V|.</param>
    /// <param name="size">|B| · |d| · |B|.</param>
    public double ProductSize(int channels, double value, double size)
    {
        int all = Of(channels);
        return (((all - In) * value) + (In * size)) / all;
    }

    /// <summary>What U² multiplies in the variance: C/6 · V² for the partial sums, 2 · V² for the product and the filter's rounding, and so often V₂ for the roundings of V.</summary>
    /// <param name="channels">C.</param>
    /// <param name="square">V².</param>
    /// <param name="energy">V₂ = Σ B² · d² · B².</param>
    public double ProductVariance(int channels, double square, double energy) => (((channels / 6.0) + 2) * square) + (VarianceIn * energy);

    /// <summary>What the square of a channels' sum multiplies: C/3 for the partial sums on their way to it, and the roundings of the way back.</summary>
    /// <param name="channels">C.</param>
    public double SumVariance(int channels) => (channels / 3.0) + VarianceBack;

    private static int Terms(double[,] matrix) => Enumerable.Range(0, matrix.GetLength(0)).Max(row => Enumerable.Range(0, matrix.GetLength(1)).Count(column => matrix[row, column] != 0));

    // 1 where a coefficient is multiplied with a rounding, else 0.
    private static int Multiplications(double[,] matrix) => matrix.Cast<double>().All(a => a == 0 || double.IsPow2(Math.Abs(a))) ? 0 : 1;
}
