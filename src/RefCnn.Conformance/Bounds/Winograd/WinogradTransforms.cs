namespace RefCnn.Conformance.Bounds.Winograd;

/// <summary>
/// The matrices of F(4, 3) by Toom and Cook at the points 0, ±1/√2, ±√2 and ∞: y = Aᵀ · [(G · g) ⊙ (Bᵀ · d)]. Multiplying a row of Bᵀ and dividing the same
/// row of G changes neither y nor any bound here, so that engines may scale them as they like.
/// Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016. The points make less noise than their 0, ±1, ±2: 15.1² against 32.3² in the sense of
/// <see cref="Networks.Noise.WinogradNoise"/>.
/// </summary>
internal static class WinogradTransforms
{
    /// <summary>Outputs of a tile in each direction.</summary>
    public const int Outputs = 4;

    /// <summary>Taps of the kernel in each direction.</summary>
    public const int Taps = 3;

    /// <summary>Samples that a tile reads in each direction, and numbers that it is multiplied in.</summary>
    public const int Samples = Outputs + Taps - 1;

    /// <summary>Multiplications of a tile, for each pair of channels.</summary>
    public const int Products = Samples * Samples;

    private static readonly double[] Points = [0, Math.Sqrt(0.5), -Math.Sqrt(0.5), Math.Sqrt(2), -Math.Sqrt(2)];

    /// <summary>Aᵀ: row i has the powers pⁱ, and the point ∞ in its last row.</summary>
    public static double[,] Output { get; } = Filled(Outputs, Samples, (i, j) => j < Points.Length ? Math.Pow(Points[j], i) : i == Outputs - 1 ? 1 : 0);

    /// <summary>G: row j has the powers of pⱼ ÷ Π (pⱼ − q) over the other points q.</summary>
    public static double[,] Filter { get; } = Filled(
        Samples, Taps, (j, k) => j < Points.Length ? Math.Pow(Points[j], k) / Others(j).Aggregate(1.0, (product, q) => product * (Points[j] - q)) : k == Taps - 1 ? 1 : 0);

    /// <summary>Bᵀ: row j has the coefficients of Π (x − q) over the other points q, the lowest first.</summary>
    public static double[,] Input { get; } = Filled(Samples, Samples, (j, k) => Polynomial(Others(j))[k]);

    /// <summary>A matrix with a function applied to every number: bounds need |A| and A².</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="function">The function.</param>
    public static double[,] Map(double[,] matrix, Func<double, double> function) => Filled(matrix.GetLength(0), matrix.GetLength(1), (i, j) => function(matrix[i, j]));

    private static IEnumerable<double> Others(int j) => Points.Where((_, index) => index != j);

    private static double[] Polynomial(IEnumerable<double> roots)
    {
        double[] coefficients = new double[Samples];
        coefficients[0] = 1;
        foreach (double root in roots)
        {
            for (int k = Samples - 1; k >= 0; k--) coefficients[k] = (k > 0 ? coefficients[k - 1] : 0) - (root * coefficients[k]);
        }

        return coefficients;
    }

    private static double[,] Filled(int rows, int columns, Func<int, int, double> value)
    {
        double[,] matrix = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) matrix[i, j] = value(i, j);
        }

        return matrix;
    }
}
