using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Accelerate.Convolution;

/// <summary>A size of Winograd's tiles: F(m×m, t×t) computes m×m outputs from (m + t − 1)×(m + t − 1) samples of each channel by as many products.</summary>
internal sealed class WinogradTile
{
    private WinogradTile(int side, int taps, SumAlgorithm sums, double transformProducts, params double[] points)
    {
        (Side, Taps, Sums, TransformProducts) = (side, taps, sums, transformProducts);
        Filter = new double[Patch * taps];
        for (int row = 0; row < points.Length; row++)
        {
            double divisor = points.Where(other => other != points[row]).Aggregate(1.0, (product, other) => product * (points[row] - other));
            for (int power = 0; power < taps; power++) Filter[(row * taps) + power] = Math.Pow(points[row], power) / divisor;
        }

        Filter[^1] = 1;
    }

    /// <summary>
    /// All of them, with what they save of the plain sum's products, and how many times their own size filters take: F(2×2, 2×2) 16 to 9 and 2¼, F(4×4, 2×2) 64 to 25 and 6¼, F(2×2, 3×3) 36 to 16 and 16/9,
    /// F(4×4, 3×3) 144 to 36 and four. The larger tiles' points make several times less noise than 0, ±1, ±2 (Barabasz, Anderson, Soodhalter,
    /// Gregg: Error analysis and improving the accuracy of Winograd convolution for deep neural networks, ACM TOMS 46, 2020).
    /// </summary>
    public static ImmutableArray<WinogradTile> All { get; } =
    [
        new(2, 2, SumAlgorithm.Winograd2x2Of2x2, 2, 0, 1),
        new(4, 2, SumAlgorithm.Winograd4x4Of2x2, 2, 0.375, -0.375, 1.25, -1.25),
        new(2, 3, SumAlgorithm.Winograd2x2Of3x3, 0.75, 0, 1, -1),
        new(4, 3, SumAlgorithm.Winograd4x4Of3x3, 1, 0, Math.Sqrt(0.5), -Math.Sqrt(0.5), Math.Sqrt(2), -Math.Sqrt(2)),
    ];

    /// <summary>Rows and columns of outputs.</summary>
    public int Side { get; }

    /// <summary>Rows and columns of filters.</summary>
    public int Taps { get; }

    /// <summary>Rows and columns of samples.</summary>
    public int Patch => Side + Taps - 1;

    /// <summary>Products of a tile, for each pair of channels.</summary>
    public int Products => Patch * Patch;

    /// <summary>What it is in a precision class.</summary>
    public SumAlgorithm Sums { get; }

    /// <summary>About how many multiplications of vectors a transformed vector costs, all that comes with it included: measured as what layers take longer than their products do (AMD, fourth generation).</summary>
    public double TransformProducts { get; }

    /// <summary>G: row p is (1, p, …) / Π (p − q) over the other points q; the last belongs to ∞.</summary>
    public double[] Filter { get; }
}
