using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Networks.Noise;

/// <summary>
/// Norms are straight lines in a channel, of slope γ/√(σ² + ε). The statistics of an instance norm move with its input too, by 1/N of it for N samples, which is left out. What its own
/// roundings make of them is <see cref="Own"/>.
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
        return Scaled(variance, (plane, c) => SquaredSlope(scale?[c] ?? 1, PlaneMoments.Of(Plane(input, plane)).Variance, norm.Epsilon));
    }

    /// <summary>The variance of an instance norm's own roundings, in units of u². docs/verdicts.md derives it.</summary>
    public static Tensor<double> Own(InstanceNorm norm, Operands operands, Tensor<double> output)
    {
        Tensor<double>? scale = operands.Parameters[0], shift = operands.Parameters[1];
        var variance = new Tensor<double>(output.Shape);
        int channels = output.Shape[1], planes = output.Shape[0] * channels;
        for (int plane = 0; plane < planes; plane++)
        {
            ReadOnlySpan<double> x = Plane(operands.Input, plane), y = Plane(output, plane);
            Span<double> to = Plane(variance, plane);
            PlaneMoments moments = PlaneMoments.Of(x);
            double slope = (scale?[plane % channels] ?? 1) / Math.Sqrt(moments.Variance + norm.Epsilon), offset = (shift?[plane % channels] ?? 0) - (slope * moments.Mean);
            double ofMean = moments.RoundingsOfMean, ofDeviation = moments.RoundingsOfDeviation(norm.Epsilon);
            for (int i = 0; i < x.Length; i++)
            {
                double scaled = Square(slope * (x[i] - moments.Mean));
                double subtracting = 4 * scaled, folded = (2 * scaled) + Square(slope * x[i]) + Square(slope * moments.Mean) + Square(offset);
                to[i] = ((slope * slope * ofMean) + (scaled * ofDeviation) + Math.Max(subtracting, folded) + Square(y[i])) / 3;
            }
        }

        return variance;
    }

    private static double Square(double x) => x * x;

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
}
