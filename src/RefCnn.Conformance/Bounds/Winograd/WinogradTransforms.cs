using RefCnn.Core;

namespace RefCnn.Conformance.Bounds.Winograd;

/// <summary>
/// The matrices of F(m, t) by Toom and Cook at m + t − 2 points and ∞: y = Aᵀ · [(G · g) ⊙ (Bᵀ · d)]. Multiplying a row of Bᵀ and dividing the same row of G changes neither y nor, where the factor is a
/// power of two or coefficients are rounded anyway, any bound here, so that engines may scale them as they like.
/// Source: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016.
/// </summary>
internal sealed class WinogradTransforms
{
    private readonly double[] points;

    private WinogradTransforms(int taps, params double[] points)
    {
        (Taps, this.points) = (taps, points);
        Output = Filled(Outputs, Samples, (i, j) => j < points.Length ? Math.Pow(points[j], i) : i == Outputs - 1 ? 1 : 0);
        Filter = Filled(Samples, Taps, (j, k) => j < points.Length ? Math.Pow(points[j], k) / Others(j).Aggregate(1.0, (product, q) => product * (points[j] - q)) : k == Taps - 1 ? 1 : 0);
        Input = Filled(Samples, Samples, (j, k) => Polynomial(Others(j))[k]);
        Roundings = new WinogradRoundings(Input, Output);
    }

    /// <summary>F(2, 3) at the points 0, ±1 and ∞.</summary>
    public static WinogradTransforms TwoByTwoOf3x3 { get; } = new(3, 0, 1, -1);

    /// <summary>F(4, 3) at the points 0, ±1/√2, ±√2 and ∞: they make less noise than 0, ±1, ±2, 15.1² against 32.3² in the sense of <see cref="Networks.Noise.WinogradNoise"/>.</summary>
    public static WinogradTransforms FourByFourOf3x3 { get; } = new(3, 0, Math.Sqrt(0.5), -Math.Sqrt(0.5), Math.Sqrt(2), -Math.Sqrt(2));

    /// <summary>F(2, 2) at the points 0, 1 and ∞.</summary>
    public static WinogradTransforms TwoByTwoOf2x2 { get; } = new(2, 0, 1);

    /// <summary>F(4, 2) at the points ±3/8, ±5/4 and ∞: they make less noise than 0, ±1, ½, 5.6² against 12.8².</summary>
    public static WinogradTransforms FourByFourOf2x2 { get; } = new(2, 0.375, -0.375, 1.25, -1.25);

    /// <summary>Taps of the filters in each direction.</summary>
    public int Taps { get; }

    /// <summary>Outputs of a tile in each direction.</summary>
    public int Outputs => Samples - Taps + 1;

    /// <summary>Samples that a tile reads in each direction, and numbers that it is multiplied in.</summary>
    public int Samples => points.Length + 1;

    /// <summary>Multiplications of a tile, for each pair of channels.</summary>
    public int Products => Samples * Samples;

    /// <summary>Aᵀ: row i has the powers pⁱ, and the point ∞ in its last row.</summary>
    public double[,] Output { get; }

    /// <summary>G: row j has the powers of pⱼ ÷ Π (pⱼ − q) over the other points q.</summary>
    public double[,] Filter { get; }

    /// <summary>Bᵀ: row j has the coefficients of Π (x − q) over the other points q, the lowest first.</summary>
    public double[,] Input { get; }

    /// <summary>What is rounded in a tile.</summary>
    public WinogradRoundings Roundings { get; }

    /// <summary>Those by which sums are formed; null where they are formed without.</summary>
    /// <param name="sums">How sums are formed.</param>
    public static WinogradTransforms? Of(SumAlgorithm sums) => sums switch
    {
        SumAlgorithm.Winograd2x2Of3x3 => TwoByTwoOf3x3,
        SumAlgorithm.Winograd4x4Of3x3 => FourByFourOf3x3,
        SumAlgorithm.Winograd2x2Of2x2 => TwoByTwoOf2x2,
        SumAlgorithm.Winograd4x4Of2x2 => FourByFourOf2x2,
        _ => null,
    };

    /// <summary>A matrix with a function applied to every number: bounds need |A| and A².</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="function">The function.</param>
    public static double[,] Map(double[,] matrix, Func<double, double> function) => Filled(matrix.GetLength(0), matrix.GetLength(1), (i, j) => function(matrix[i, j]));

    private IEnumerable<double> Others(int j) => points.Where((_, index) => index != j);

    private double[] Polynomial(IEnumerable<double> roots)
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
