using RefCnn.Conformance.Bounds.Winograd;

namespace RefCnn.Conformance.Networks.Noise;

/// <summary>How much more noise a convolution by F(4×4, 3×3) makes than a plain one, where samples and weights are independent of each other.</summary>
internal static class WinogradNoise
{
    private const int Taps = WinogradTransforms.Taps * WinogradTransforms.Taps;

    // Σ A² · B² · G² along one direction, in the mean of a tile's outputs: what the energy w² · x² of a term becomes, a plain tap having 1.
    private static readonly double Amplification = Enumerable.Range(0, WinogradTransforms.Outputs).Average(
        i => Enumerable.Range(0, WinogradTransforms.Samples).Sum(j => Squared(WinogradTransforms.Output[i, j]) * EnergyOf(WinogradTransforms.Input, j) * EnergyOf(WinogradTransforms.Filter, j)));

    /// <summary>
    /// The variance of an output's error ÷ that of a plain sum, both as the layer bounds have them: (C/2 + 15) · C · a² + 9C for Winograd, of which 9C is the bias's rounding,
    /// and (9C/2 + 1) · 9C for n = 9C plain terms.
    /// </summary>
    /// <param name="channels">C, the input channels.</param>
    public static double VarianceRatio(int channels)
    {
        double own = WinogradSums.SumVariance(channels) + WinogradSums.ProductVariance(channels, 1, 1);
        return ((own * Amplification * Amplification) + Taps) / (Taps * ((Taps * channels / 2.0) + 1));
    }

    private static double EnergyOf(double[,] matrix, int row) => Enumerable.Range(0, matrix.GetLength(1)).Sum(column => Squared(matrix[row, column]));

    private static double Squared(double x) => x * x;
}
