using RefCnn.Conformance.Bounds.Winograd;

namespace RefCnn.Conformance.Networks.Noise;

/// <summary>How much more noise a convolution by Winograd makes than a plain one, where samples and weights are independent of each other.</summary>
internal static class WinogradNoise
{
    /// <summary>
    /// The variance of an output's error ÷ that of a plain sum, both as the layer bounds have them: (C/2 + 15) · C · a + n for F(4×4, 3×3), with 7 instead of 15 for F(2×2, 3×3), of which n is the bias's rounding,
    /// and (n/2 + 1) · n for n plain terms. For 3×3 taps n is 9C. Where targets have different taps, the largest of theirs.
    /// </summary>
    /// <param name="equivalent">The convolution.</param>
    public static double VarianceRatio(EquivalentConvolution equivalent)
    {
        (double Taps, double Amplification)[] rows = Targets(equivalent.Rows, equivalent.Transforms), columns = Targets(equivalent.Columns, equivalent.Transforms);
        double own = equivalent.Transforms.Roundings.SumVariance(equivalent.StackedInputs) + equivalent.Transforms.Roundings.ProductVariance(equivalent.StackedInputs, 1, 1);
        double terms = rows.Max(row => row.Taps) * columns.Max(column => column.Taps) * equivalent.Inputs;
        double amplification = rows.Max(row => row.Amplification / row.Taps) * columns.Max(column => column.Amplification / column.Taps);
        return ((own * amplification) + 1) / ((terms / 2) + 1);
    }

    // The taps of each target that has any.
    private static (double Taps, double Amplification)[] Targets(EquivalentAxis axis, WinogradTransforms transforms) =>
        [.. axis.Taps.GroupBy(tap => tap.Target).Select(taps => ((double)taps.Count(), taps.Sum(tap => Amplification(transforms, tap.Place - axis.First))))];

    // Σ A² · B² · G² along one direction, for one tap, in the mean of a tile's outputs: what the energy w² · x² of a term becomes, a plain tap having 1.
    private static double Amplification(WinogradTransforms transforms, int tap) => Enumerable.Range(0, transforms.Outputs).Average(
        i => Enumerable.Range(0, transforms.Samples).Sum(j => Squared(transforms.Output[i, j]) * EnergyOf(transforms.Input, j) * Squared(transforms.Filter[j, tap])));

    private static double EnergyOf(double[,] matrix, int row) => Enumerable.Range(0, matrix.GetLength(1)).Sum(column => Squared(matrix[row, column]));

    private static double Squared(double x) => x * x;
}
