using RefCnn.Core;

namespace RefCnn.Accelerate.Convolution;

/// <summary>A size of Winograd's tiles: F(m×m, 3×3) computes m×m outputs from (m + 2)×(m + 2) samples of each channel by as many products.</summary>
internal sealed class WinogradTile
{
    /// <summary>Taps of a filter in each direction.</summary>
    public const int Taps = 3;

    private WinogradTile(int side, SumAlgorithm sums, double transformProducts, double[] points)
    {
        (Side, Sums, TransformProducts) = (side, sums, transformProducts);
        Filter = new double[Patch * Taps];
        for (int row = 0; row < points.Length; row++)
        {
            double divisor = points.Where(other => other != points[row]).Aggregate(1.0, (product, other) => product * (points[row] - other));
            for (int power = 0; power < Taps; power++) Filter[(row * Taps) + power] = Math.Pow(points[row], power) / divisor;
        }

        Filter[^1] = 1;
    }

    /// <summary>F(2×2, 3×3): 16 products where the plain sum needs 36, filters of 16/9 of their own size.</summary>
    public static WinogradTile TwoByTwo { get; } = new(2, SumAlgorithm.Winograd2x2, transformProducts: 2.5, [0, 1, -1]);

    /// <summary>
    /// F(4×4, 3×3): 36 products where the plain sum needs 144, filters of four times their own size. Its points have errors several times smaller than 0, ±1, ±2 (Barabasz, Anderson, Soodhalter,
    /// Gregg: Error analysis and improving the accuracy of Winograd convolution for deep neural networks, ACM TOMS 46, 2020).
    /// </summary>
    public static WinogradTile FourByFour { get; } = new(4, SumAlgorithm.Winograd4x4, transformProducts: 5, [0, Math.Sqrt(0.5), -Math.Sqrt(0.5), Math.Sqrt(2), -Math.Sqrt(2)]);

    /// <summary>Rows and columns of outputs.</summary>
    public int Side { get; }

    /// <summary>Rows and columns of samples.</summary>
    public int Patch => Side + Taps - 1;

    /// <summary>Products of a tile, for each pair of channels.</summary>
    public int Products => Patch * Patch;

    /// <summary>What it is in a precision class.</summary>
    public SumAlgorithm Sums { get; }

    /// <summary>About how many multiplications of vectors a transformed vector costs.</summary>
    public double TransformProducts { get; }

    /// <summary>G: row p is (1, p, p²) / Π (p − q) over the other points q; the last belongs to ∞.</summary>
    public double[] Filter { get; }
}
