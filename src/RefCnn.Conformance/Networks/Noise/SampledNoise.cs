using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Reference;

namespace RefCnn.Conformance.Networks.Noise;

/// <summary>
/// The rule for kinds that have none of their own: inputs are disturbed by as much as float32's roundings would, plus or minus one standard deviation each, and the mean square of what
/// comes out is the variance. Of <see cref="Trials"/> it is known to within 18 % (√(2/Trials)), one standard deviation.
/// </summary>
internal static class SampledNoise
{
    /// <summary>How often the inputs are disturbed.</summary>
    public const int Trials = 64;

    private const double Unit = 1.0 / (1 << 24);

    /// <summary>The carried variance of every output. Where an output is not finite it is 0.</summary>
    public static Tensor<double> Of(Node node, Operands operands, Tensor<double> output, ImmutableArray<Tensor<double>> variances)
    {
        var carried = new Tensor<double>(output.Shape);
        for (int trial = 0; trial < Trials; trial++)
        {
            ImmutableArray<Tensor<double>> disturbed = [.. variances.Select((variance, i) => Disturbed(operands.Inputs[i], variance, SplitMix64.SeedOf($"noise/{node.Name}/{trial}/{i}")))];
            Tensor<double> result = ReferenceEngine.Compute(node.Layer, operands with { Inputs = disturbed });
            for (int i = 0; i < carried.Count; i++)
            {
                double difference = (result[i] - output[i]) / Unit;
                if (double.IsFinite(difference)) carried[i] += difference * difference / Trials;
            }
        }

        return carried;
    }

    private static Tensor<double> Disturbed(Tensor<double> input, Tensor<double> variance, ulong seed)
    {
        var disturbed = new Tensor<double>(input.Shape);
        for (int i = 0; i < disturbed.Count; i++) disturbed[i] = input[i] + (((SplitMix64.Value(seed, (ulong)i) >> 63) == 0 ? Unit : -Unit) * Math.Sqrt(variance[i]));
        return disturbed;
    }
}
