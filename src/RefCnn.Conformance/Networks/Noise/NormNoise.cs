using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Networks.Noise;

/// <summary>
/// Norms are straight lines in a channel, of slope γ/√(σ² + ε). The statistics of an instance norm move with its input too, by 1/N of it for N samples, which is left out.
/// </summary>
internal static class NormNoise
{
    public static Tensor<double> Of(BatchNorm norm, Operands operands, Tensor<double> variance)
    {
        Tensor<double> statistic = operands.Parameters[1]!;
        Tensor<double>? scale = operands.Parameters[2];
        return Scaled(variance, (_, c) => SquaredSlope(scale?[c] ?? 1, statistic[c], norm.Epsilon));
    }

    public static Tensor<double> Of(InstanceNorm norm, Operands operands, Tensor<double> variance)
    {
        Tensor<double> input = operands.Input;
        Tensor<double>? scale = operands.Parameters[0];
        return Scaled(variance, (plane, c) => SquaredSlope(scale?[c] ?? 1, VarianceOf(Plane(input, plane)), norm.Epsilon));
    }

    /// <summary>
    /// The variance of an instance norm's own roundings, in units of u². The mean of n samples has that of a sum of n products with 1/n, (n·m²/3 + q/6 + q/n)/3 with q the mean of x²; the sum
    /// of the n squares about it, relative to itself, (n/3 + k/6 + 4)/3 with k their kurtosis, of which the root keeps a quarter. Eight more roundings are of the size of what they round.
    /// </summary>
    public static Tensor<double> OwnOf(InstanceNorm norm, Operands operands)
    {
        var own = new Tensor<double>(operands.Input.Shape);
        Tensor<double>? scale = operands.Parameters[0], shift = operands.Parameters[1];
        int channels = own.Shape[1], planes = own.Shape[0] * channels;
        for (int plane = 0; plane < planes; plane++)
        {
            Span<double> samples = Plane(operands.Input, plane), to = Plane(own, plane);
            double n = samples.Length, mean = 0, squares = 0, fourths = 0, size = Math.Abs(scale?[plane % channels] ?? 1), offset = Math.Abs(shift?[plane % channels] ?? 0);
            foreach (double x in samples) mean += x / n;
            foreach (double x in samples)
            {
                double square = (x - mean) * (x - mean);
                squares += square / n;
                fourths += square * square / n;
            }

            double slope = size / Math.Sqrt(squares + norm.Epsilon), energy = squares + (mean * mean);
            double ofMean = ((n * mean * mean / 3) + (energy / 6) + (energy / n)) / 3, ofSquares = ((n / 3) + (squares > 0 ? fourths / squares / squares / 6 : 0) + 4) / 12;
            for (int i = 0; i < samples.Length; i++)
            {
                double normalised = slope * (samples[i] - mean), rounded = (slope * (Math.Abs(samples[i]) + Math.Abs(mean))) + Math.Abs(normalised) + offset;
                to[i] = (slope * slope * ofMean) + (normalised * normalised * ofSquares) + (8 * rounded * rounded / 3);
            }
        }

        return own;
    }

    private static double SquaredSlope(double scale, double variance, double epsilon) => scale * scale / (variance + epsilon);

    private static Tensor<double> Scaled(Tensor<double> variance, Func<int, int, double> factorOf)
    {
        var carried = new Tensor<double>(variance.Shape);
        int channels = variance.Shape[1], planes = variance.Shape[0] * channels;
        for (int plane = 0; plane < planes; plane++)
        {
            double factor = factorOf(plane, plane % channels);
            Span<double> from = Plane(variance, plane), to = Plane(carried, plane);
            for (int i = 0; i < from.Length; i++) to[i] = factor * from[i];
        }

        return carried;
    }

    private static Span<double> Plane(Tensor<double> tensor, int plane)
    {
        int samples = tensor.Shape.CountBetween(2, tensor.Shape.Rank);
        return tensor.Span.Slice(plane * samples, samples);
    }

    private static double VarianceOf(ReadOnlySpan<double> samples)
    {
        double sum = 0, squares = 0;
        foreach (double x in samples) sum += x;
        double mean = sum / samples.Length;
        foreach (double x in samples) squares += (x - mean) * (x - mean);
        return squares / samples.Length;
    }
}
