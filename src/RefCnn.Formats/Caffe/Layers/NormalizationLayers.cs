using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats.Caffe.Schema;

namespace RefCnn.Formats.Caffe.Layers;

/// <summary>Imports normalisations, and the scales and biases that follow them.</summary>
internal static class NormalizationLayers
{
    /// <summary>LRN: across channels alpha is divided by the size; within a channel by its square, and k is 1.</summary>
    /// <param name="layer">The layer.</param>
    public static void LocalResponse(CaffeLayer layer)
    {
        LRNParameter parameters = layer.Parameters.LrnParam ?? new LRNParameter();
        int size = layer.Whole("local_size", parameters.LocalSize);
        if (size % 2 == 0) throw layer.Refuse($"local_size is {size}; expected an odd number");
        bool within = parameters.NormRegion == LRNParameter.Types.NormRegion.WithinChannel;
        layer.Output(
            new LocalResponseNorm(size, parameters.Alpha, parameters.Beta, within ? 1 : parameters.K, within ? ResponseRegion.WithinChannel : ResponseRegion.AcrossChannels),
            layer.Node());
    }

    /// <summary>BatchNorm: the stored mean and variance are sums, to be divided by the third blob; where that is 0 both are 0.</summary>
    /// <param name="layer">The layer.</param>
    public static void BatchNorm(CaffeLayer layer)
    {
        BatchNormParameter parameters = layer.Parameters.BatchNormParam ?? new BatchNormParameter();
        if (parameters is { HasUseGlobalStats: true, UseGlobalStats: false })
            throw layer.Refuse("takes mean and variance from the batch (use_global_stats: false), which is not inference; remove the field");
        int channels = Channels(layer);
        double stored = layer.Blob(2, "scale factor", 1)[0], factor = stored == 0 ? 0 : 1 / stored;
        layer.Output(
            new BatchNorm(
                layer.Blob(0, "mean", channels).Map(value => (float)(value * factor)),
                layer.Blob(1, "variance", channels).Map(value => (float)(value * factor)),
                Epsilon: parameters.Eps),
            layer.Node());
    }

    /// <summary>Scale: by a stored blob or by the second input, whose axes start at an axis of the first; then perhaps a stored bias.</summary>
    /// <param name="layer">The layer.</param>
    public static void Scale(CaffeLayer layer)
    {
        ScaleParameter parameters = layer.Parameters.ScaleParam ?? new ScaleParameter();
        Shape input = layer.Shape();
        if (layer.InputCount == 2)
        {
            int scale = Aligned(layer, parameters.Axis);
            Shape second = layer.Shape(1);
            Tensor<float>? added = parameters.BiasTerm ? Stored(layer, 0, "bias", parameters.Axis, second.Rank) : null;
            if (added is null) layer.Output(new Binary(BinaryFunction.Mul), layer.Node(), scale);
            else layer.Output(new Binary(BinaryFunction.Add), layer.Step("scaled", new Binary(BinaryFunction.Mul), layer.Node(), scale), layer.Step("bias", new Constant(added)));
            return;
        }

        Tensor<float> factor = Stored(layer, 0, "scale", parameters.Axis, parameters.NumAxes);
        Tensor<float>? bias = parameters.BiasTerm ? Stored(layer, 1, "bias", parameters.Axis, parameters.NumAxes) : null;
        if (input.Rank >= 2 && layer.Axis(parameters.Axis, input.Rank) == 1 && parameters.NumAxes == 1)
        {
            // A scale by channel is a batch norm whose statistics are 0 and 1.
            var channels = new Shape(input[1]);
            layer.Output(new BatchNorm(new Tensor<float>(channels), new Tensor<float>(channels).Map(_ => 1f), factor.As(channels), bias?.As(channels), Epsilon: 0), layer.Node());
        }
        else if (bias is null)
        {
            layer.Output(new Binary(BinaryFunction.Mul), layer.Node(), layer.Step("scale", new Constant(factor)));
        }
        else
        {
            int scaled = layer.Step("scaled", new Binary(BinaryFunction.Mul), layer.Node(), layer.Step("scale", new Constant(factor)));
            layer.Output(new Binary(BinaryFunction.Add), scaled, layer.Step("bias", new Constant(bias)));
        }
    }

    /// <summary>Bias: a stored blob or the second input is added, its axes starting at an axis of the first.</summary>
    /// <param name="layer">The layer.</param>
    public static void Bias(CaffeLayer layer)
    {
        BiasParameter parameters = layer.Parameters.BiasParam ?? new BiasParameter();
        int bias = layer.InputCount == 2
            ? Aligned(layer, parameters.Axis)
            : layer.Step("bias", new Constant(Stored(layer, 0, "bias", parameters.Axis, parameters.NumAxes)));
        layer.Output(new Binary(BinaryFunction.Add), layer.Node(), bias);
    }

    /// <summary>MVN: mean and variance of each channel, or of all; ε is added to the deviation.</summary>
    /// <param name="layer">The layer.</param>
    public static void MeanVariance(CaffeLayer layer)
    {
        MVNParameter parameters = layer.Parameters.MvnParam ?? new MVNParameter();
        int first = parameters.AcrossChannels ? 1 : 2;
        int[] axes = [.. Enumerable.Range(first, Math.Max(0, layer.Shape().Rank - first))];
        layer.Output(new MeanVarianceNorm([.. axes], parameters.NormalizeVariance, parameters.Eps), layer.Node());
    }

    /// <summary>SSD's Normalize: by the Euclidean norm over channels, or over everything, with ε under the root; then a stored scale.</summary>
    /// <param name="layer">The layer.</param>
    public static void Normalize(CaffeLayer layer)
    {
        NormalizeParameter parameters = layer.Parameters.NormParam ?? new NormalizeParameter();
        Shape input = layer.Shape();
        int channels = Channels(layer);
        int[] axes = parameters.AcrossSpatial ? [.. Enumerable.Range(1, input.Rank - 1)] : [1];
        Tensor<float> scale = parameters.ChannelShared
            ? layer.Blob(0, "scale", 1).As(Shape.Scalar)
            : layer.Blob(0, "scale", channels).As(new Shape([channels, .. Enumerable.Repeat(1, input.Rank - 2)]));
        int normalized = layer.Step("normalized", new L2Normalize([.. axes], parameters.Eps, EpsilonPlacement.InsideRoot), layer.Node());
        layer.Output(new Binary(BinaryFunction.Mul), normalized, layer.Step("scale", new Constant(scale)));
    }

    private static int Channels(CaffeLayer layer) =>
        layer.Shape().Rank >= 2 ? layer.Shape()[1] : throw layer.Refuse($"input has shape {layer.Shape()}; expected rank 2 or more (batch × channels × …)");

    // A stored blob covers so many axes of the input from one on, all of them where the number is −1; trailing ones make it broadcast.
    private static Tensor<float> Stored(CaffeLayer layer, int index, string name, int axis, int axes)
    {
        Shape input = layer.Shape();
        if (axes == 0) return layer.Blob(index, name).As(Shape.Scalar);
        int first = layer.Axis(axis, input.Rank), end = axes < 0 ? input.Rank : first + axes;
        if (end > input.Rank) throw layer.Refuse($"covers {axes} axes from {first} on; the input {input} has {input.Rank}");
        Tensor<float> blob = layer.Blob(index, name, input.Extents[first..end]);
        return blob.As(new Shape([.. blob.Shape.Extents, .. Enumerable.Repeat(1, input.Rank - end)]));
    }

    private static int Aligned(CaffeLayer layer, int axis)
    {
        Shape input = layer.Shape(), second = layer.Shape(1);
        int first = second.Rank == 0 ? 0 : layer.Axis(axis, input.Rank), end = first + second.Rank;
        if (end > input.Rank || !input.Extents[first..end].SequenceEqual(second.Extents))
            throw layer.Refuse($"second input has shape {second}; expected the extents of the first, {input}, from axis {first} on");
        return end == input.Rank || second.Rank == 0
            ? layer.Node(1)
            : layer.Step("aligned", new Reshape(new Shape([.. second.Extents, .. Enumerable.Repeat(1, input.Rank - end)])), layer.Node(1));
    }
}
