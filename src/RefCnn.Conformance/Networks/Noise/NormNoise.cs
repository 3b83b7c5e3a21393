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
