using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance.Networks.Noise;

/// <summary>
/// y = x · s^−β with s = k + α/size · Σ x²: ∂yᵢ/∂xⱼ = δᵢⱼ · s^−β − 2αβ/size · yᵢ · xⱼ / s, over the window's channels j.
/// </summary>
internal static class ResponseNoise
{
    /// <exception cref="RefCnnException">The region is within a channel, which no network of the zoo uses.</exception>
    public static Tensor<double> Of(LocalResponseNorm norm, Tensor<double> input, Tensor<double> output, Tensor<double> variance)
    {
        if (norm.Region != ResponseRegion.AcrossChannels) throw new RefCnnException("local-response-norm within a channel has no rule for carried noise; add one to ResponseNoise");
        var carried = new Tensor<double>(output.Shape);
        int channels = input.Shape[1], area = input.Shape.CountBetween(2, input.Shape.Rank);
        int before = (norm.Size - 1) / 2, after = norm.Size - 1 - before;
        double share = norm.Alpha / norm.Size;
        for (int i = 0; i < carried.Count; i++)
        {
            int c = i / area % channels, from = Math.Max(0, c - before), to = Math.Min(channels - 1, c + after);
            double sum = norm.K;
            for (int j = from; j <= to; j++) sum += share * Square(input[i + ((j - c) * area)]);
            double direct = Math.Pow(sum, -norm.Beta), coupling = 2 * share * norm.Beta * output[i] / sum;
            for (int j = from; j <= to; j++)
            {
                int at = i + ((j - c) * area);
                carried[i] += Square((j == c ? direct : 0) - (coupling * input[at])) * variance[at];
            }
        }

        return carried;
    }

    private static double Square(double x) => x * x;
}
