using System.Collections.Immutable;
using RefCnn.Conformance.Bounds.Winograd;

namespace RefCnn.Conformance.Networks.Noise;

/// <summary>How much more noise a convolution by Winograd makes than a plain one, where samples and weights are independent of each other.</summary>
internal static class WinogradNoise
{
    /// <summary>
    /// The variance of an output's error ÷ that of a plain sum, both as the layer bounds have them: (C/2 + w) · C · a + n, of which n is the bias's rounding, and (n/2 + 1) · n for n plain terms. For 3×3 taps n is
    /// 9C, and w is 15 for F(4×4, 3×3) and 7 for F(2×2, 3×3). Where targets have different taps, the largest of theirs.
    /// </summary>
    /// <param name="equivalents">The convolution's targets.</param>
    public static double VarianceRatio(ImmutableArray<EquivalentConvolution> equivalents) => equivalents.Max(equivalent =>
    {
        WinogradRoundings roundings = equivalent.Transforms.Roundings;
        double own = roundings.SumVariance(equivalent.StackedInputs) + roundings.ProductVariance(equivalent.StackedInputs, 1, 1);
        double terms = equivalent.Rows.Taps.Length * equivalent.Columns.Taps.Length * equivalent.Inputs;
        return ((own * Amplification(equivalent.Transforms, equivalent.Rows) * Amplification(equivalent.Transforms, equivalent.Columns)) + 1) / ((terms / 2) + 1);
    });

    // Of an axis, in the mean of its taps.
    private static double Amplification(WinogradTransforms transforms, EquivalentAxis axis) => axis.Taps.Average(tap => Amplification(transforms, tap.Place));

    // Σ A² · B² · G² along one direction, for one tap, in the mean of a tile's outputs: what the energy w² · x² of a term becomes, a plain tap having 1.
    private static double Amplification(WinogradTransforms transforms, int tap) => Enumerable.Range(0, transforms.Outputs).Average(
        i => Enumerable.Range(0, transforms.Samples).Sum(j => Squared(transforms.Output[i, j]) * EnergyOf(transforms.Input, j) * Squared(transforms.Filter[j, tap])));

    private static double EnergyOf(double[,] matrix, int row) => Enumerable.Range(0, matrix.GetLength(1)).Sum(column => Squared(matrix[row, column]));

    private static double Squared(double x) => x * x;
}
