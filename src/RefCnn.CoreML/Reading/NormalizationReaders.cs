using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Reading;

/// <summary>Normalisations.</summary>
internal static class NormalizationReaders
{
    private const double DefaultEpsilon = 1e-6;

    /// <summary>batchnorm: with given statistics, or with those of each plane. An absent ε, or 0, is 1e-5.</summary>
    public static void Batchnorm(LayerReading reading)
    {
        BatchnormLayerParams stored = reading.Layer.Batchnorm;
        double epsilon = stored.Epsilon == 0 ? 1e-5 : stored.Epsilon;
        var channels = new Shape(checked((int)stored.Channels));
        Tensor<float> gamma = reading.Weights(stored.Gamma, "gamma", channels), beta = reading.Weights(stored.Beta, "beta", channels);
        if (!stored.ComputeMeanVar)
        {
            Tensor<float> mean = reading.Weights(stored.Mean, "mean", channels), variance = reading.Weights(stored.Variance, "variance", channels);
            reading.FinishPlanes(new BatchNorm(mean, variance, gamma, beta, epsilon));
            return;
        }

        if (!stored.InstanceNormalization && reading.InputShape.Rank > 3 && reading.InputShape.CountBetween(0, reading.InputShape.Rank - 3) > 1)
            throw reading.Refuse("computes statistics of a whole batch, which is not inference");
        reading.FinishPlanes(new InstanceNorm(gamma, beta, epsilon));
    }

    /// <summary>mvn over the plane, or over channels and plane. The specification does not place ε; it is added to the variance here.</summary>
    public static void MeanVariance(LayerReading reading)
    {
        MeanVarianceNormalizeLayerParams stored = reading.Layer.Mvn;
        int rank = reading.InputShape.Rank;
        int first = stored.AcrossChannels ? ActivationReaders.ChannelAxis(reading) : ActivationReaders.ChannelAxis(reading) + 1;
        reading.Finish(
            new MeanVarianceNorm([.. Enumerable.Range(first, rank - first)], stored.NormalizeVariance, Epsilon(stored.Epsilon), EpsilonPlacement.InsideRoot),
            reading.Input);
    }

    /// <summary>l2normalize over channels and plane: x / √(Σx² + ε).</summary>
    public static void L2Normalize(LayerReading reading)
    {
        int first = ActivationReaders.ChannelAxis(reading);
        reading.Finish(
            new L2Normalize([.. Enumerable.Range(first, 3)], Epsilon(reading.Layer.L2Normalize.Epsilon), EpsilonPlacement.InsideRoot), reading.Input);
    }

    /// <summary>lrn across channels; α is divided by the size, an absent k is 1.</summary>
    public static void LocalResponse(LayerReading reading)
    {
        LRNLayerParams stored = reading.Layer.Lrn;
        if (stored.K < 0) throw reading.Refuse($"has k = {stored.K}; expected 0 (for 1) or more");
        reading.FinishPlanes(new LocalResponseNorm(checked((int)stored.LocalSize), stored.Alpha, stored.Beta, stored.K == 0 ? 1 : stored.K));
    }

    /// <summary>layerNormalization over the last axes, with gamma and beta of their shape.</summary>
    public static void LayerNormalization(LayerReading reading)
    {
        LayerNormalizationLayerParams stored = reading.Layer.LayerNormalization;
        var shape = new Shape([.. stored.NormalizedShape.Select(extent => checked((int)extent))]);
        int rank = reading.InputShape.Rank;
        int normal = reading.Add(
            new MeanVarianceNorm([.. Enumerable.Range(rank - shape.Rank, shape.Rank)], true, stored.Eps, EpsilonPlacement.InsideRoot), reading.Input);
        int scaled = reading.Binary(BinaryFunction.Mul, normal, reading.Constant(reading.Weights(stored.Gamma, "gamma", shape)));
        reading.Finish(new Binary(BinaryFunction.Add), scaled, reading.Constant(reading.Weights(stored.Beta, "beta", shape)));
    }

    private static double Epsilon(float stored) => stored == 0 ? DefaultEpsilon : stored;
}
